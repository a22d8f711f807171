// Pages of other origins in a real browser, against a proxy that has a credential and asks for no key.
import { answerJson, answerWith, type RecordingUpstream, startRecordingUpstream } from '@ccproxy/testkit'
import { requireTool } from '@ccproxy/vitest-support/require-tool'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openBrowser, reboundName } from './support/browser.js'
import { watchAnswers } from './support/watch-answers.js'
import { openWorkshop, type Served, type Workshop } from './support/workshop.js'

const chromium = requireTool('chromium')

interface Scene {
  readonly browser: Browser
  readonly provider: RecordingUpstream
  readonly workshop: Workshop
  readonly proxy: Served
  /** Serves the pages of the attacker. */
  readonly elsewhere: RecordingUpstream
}

async function openScene(): Promise<Scene> {
  // A provider that would let any page read its answers.
  const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
  const provider = await startRecordingUpstream({ answer: answerJson({ data: [] }, { headers: cors }) })
  const elsewhere = await startRecordingUpstream()
  const workshop = await openWorkshop()
  workshop.environment['PLUGINS__CLAUDE__BASE_URL'] = provider.origin
  workshop.environment['ANTHROPIC_API_KEY'] = 'fake-api-key-for-tests-only'
  workshop.secrets.add('fake-api-key-for-tests-only')
  const proxy = await workshop.serve()
  return { browser: await openBrowser(chromium.path), provider, workshop, proxy, elsewhere }
}

const script = (code: string): string => `<script>${code}</script>`
const json = `{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }`

/** What the page holds; TARGET stands for the address to reach. */
const ways: readonly (readonly [name: string, html: string])[] = [
  ['fetch', script(`fetch('TARGET').catch(() => {})`)],
  ['fetch without CORS', script(`fetch('TARGET', { mode: 'no-cors', credentials: 'include' })`)],
  ['a simple POST', script(`fetch('TARGET', { method: 'POST', mode: 'no-cors', body: '{"model":"m"}' })`)],
  ['a POST of JSON', script(`fetch('TARGET', ${json}).catch(() => {})`)],
  ['a beacon', script(`navigator.sendBeacon('TARGET', new Blob(['{"model":"m"}'], { type: 'text/plain' }))`)],
  ['an event source', script(`new EventSource('TARGET')`)],
  ['a WebSocket', script(`new WebSocket('TARGET'.replace('http', 'ws'))`)],
  ['an image', '<img src="TARGET">'],
  ['a script', '<script src="TARGET"></script>'],
  ['a style sheet', '<link rel="stylesheet" href="TARGET">'],
  [
    'a form',
    `<form method="post" enctype="text/plain" action="TARGET"><input name='{"model":"m","x":"' value='"}'></form>${script('document.forms[0].submit()')}`,
  ],
  ['a link', `<a href="TARGET">x</a>${script(`document.querySelector('a').click()`)}`],
  ['a refresh', '<meta http-equiv="refresh" content="0; url=TARGET">'],
  ['a prefetch', '<link rel="prefetch" href="TARGET">'],
]

describe.skipIf(chromium.missing)('a page of another origin', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene()
  })
  afterAll(async () => {
    const { browser, workshop, provider, elsewhere } = scene
    await browser[Symbol.asyncDispose]()
    await workshop[Symbol.asyncDispose]()
    await provider.close()
    await elsewhere.close()
  })

  /** A page that holds this, of another server. */
  async function visit(page: Page, host: string, html = ''): Promise<void> {
    const { elsewhere } = scene
    const options = { headers: { 'content-type': 'text/html', 'cache-control': 'no-store' } }
    elsewhere.setAnswer(answerWith(`<!doctype html><title>elsewhere</title><body>${html}`, options))
    await page.goto(`http://${host}:${elsewhere.port}/`, { waitUntil: 'commit' })
  }

  it('is not what keeps a program out: the same request without a browser reaches the provider', async () => {
    const { provider, proxy } = scene
    const before = provider.requests.length
    expect((await fetch(`${proxy.origin}/claude/v1/models`)).status).toBe(200)
    expect(provider.requests.slice(before).map((request) => request.header('x-api-key'))).toEqual([
      'fake-api-key-for-tests-only',
    ])
  })

  describe.each([
    ['of another site', 'localhost'],
    ['of the same site on another port', '127.0.0.1'],
  ])('%s', (_name, host) => {
    it.each(ways)('reaches nothing by %s', async (name, html) => {
      const { browser, provider, proxy } = scene
      const before = provider.requests.length
      const page = await browser.context.newPage()
      const answersTo = await watchAnswers(browser.context, page)
      const target = `${proxy.origin}/claude/v1/${/POST|beacon|form/.test(name) ? 'messages' : 'models'}`
      // Neither arrival nor closing is waited for: in a page that leaves at once, both can stay undecided.
      void visit(page, host, html.replaceAll('TARGET', target)).catch(() => {})
      await expect.poll(() => answersTo(target).length, { timeout: 10_000 }).toBeGreaterThan(0)
      for (const { status, headerNames } of answersTo(target)) {
        expect(status).toBe(403)
        expect(headerNames.filter((header) => header.startsWith('access-control-'))).toEqual([])
      }
      expect(provider.requests.length).toBe(before)
      void page.close().catch(() => {})
    })

    it('shows nothing in a frame', async () => {
      const { browser, provider, proxy } = scene
      const before = provider.requests.length
      const page = await browser.context.newPage()
      const answered = page.waitForResponse((response) => response.url().startsWith(proxy.origin))
      await visit(page, host, `<iframe src="${proxy.origin}/claude/v1/models"></iframe>`)
      expect((await answered).status()).toBe(403)
      expect(provider.requests.length).toBe(before)
      await page.close()
    })

    it('cannot read who is signed in', async () => {
      const page = await scene.browser.context.newPage()
      await visit(page, host)
      const address = `${scene.proxy.origin}/auth/status`
      const read = await page.evaluate(
        `fetch('${address}').then((answer) => answer.text(), () => 'kept from the page')`,
      )
      expect(read).toBe('kept from the page')
      await page.close()
    })
  })

  it('whose name was pointed at this machine is refused, as is what it asks of its own origin', async () => {
    const { browser, provider, proxy } = scene
    const before = provider.requests.length
    const page = await browser.context.newPage()
    const origin = `http://${reboundName}:${proxy.port}`
    for (const path of ['/health', '/claude/v1/models'])
      expect((await page.goto(`${origin}${path}`))?.status()).toBe(403)
    const fetches = `fetch('/claude/v1/models'), fetch('/claude/v1/messages', ${json})`
    const statuses = await page.evaluate(
      `Promise.all([${fetches}]).then((answers) => answers.map(({ status }) => status))`,
    )
    expect(statuses).toEqual([403, 403])
    expect(provider.requests.length).toBe(before)
    await page.close()
  })

  it('typed into the address bar is no page of a provider, but our own paths are', async () => {
    const { browser, provider, proxy } = scene
    const before = provider.requests.length
    const page = await browser.context.newPage()
    expect((await page.goto(`${proxy.origin}/claude/v1/models`))?.status()).toBe(403)
    const health = await page.goto(`${proxy.origin}/health`)
    expect([health?.status(), health?.headers()['x-content-type-options']]).toEqual([200, 'nosniff'])
    expect(provider.requests.length).toBe(before)
    await page.close()
  })
})
