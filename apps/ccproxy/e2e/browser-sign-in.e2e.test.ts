// A person signs in with a real browser: what they see at the end, and what the browser keeps of it.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { requireTool } from '@ccproxy/vitest-support/require-tool'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openBrowser } from './support/browser.js'
import { type LoginServer, startLoginServer } from './support/login-server.js'
import { beginLogin } from './support/sign-in.js'
import { openWorkshop, type Workshop } from './support/workshop.js'

const chromium = requireTool('chromium')

/** Says that it ran, whichever of the usual ways lets it. */
const payload = `"'></title></style><script>window.ran = 1</script><img src=x onerror="window.ran = 1"><svg onload="window.ran = 1">`

async function expectHarmless(page: Page): Promise<void> {
  // Neither what came in the query nor anything else can run.
  await page.evaluate(`{
    const script = document.createElement('script')
    script.textContent = 'window.ran = 1'
    document.documentElement.append(script)
  }`)
  expect(await page.evaluate('window.ran')).toBeUndefined()
  expect(await page.content()).not.toContain('onerror')
}

const hasCredential = (workshop: Workshop): Promise<boolean> =>
  access(join(workshop.directory, 'credentials', 'claude', 'default.json')).then(
    () => true,
    () => false,
  )

describe.skipIf(chromium.missing)('a sign-in in a real browser', () => {
  let browser: Browser
  let server: LoginServer
  beforeAll(async () => {
    browser = await openBrowser(chromium.path)
    server = await startLoginServer({ consent: 'page' })
  })
  afterAll(async () => {
    await browser[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  /** Every address that the browser remembers of this page. */
  async function historyOf(page: Page): Promise<string> {
    const session = await browser.context.newCDPSession(page)
    const { entries } = await session.send('Page.getNavigationHistory')
    return entries.map(({ url }) => url).join('\n')
  }

  it('allowed: the page at the end has no query, a strict policy, and no code stays in the history', async () => {
    await using workshop = await openWorkshop()
    const { program, address } = await beginLogin(workshop, server)
    const page = await browser.context.newPage()
    await page.goto(address.href)
    await Promise.all([
      page.waitForURL(/\/sign-in\/received$/),
      page.getByRole('button', { name: 'Allow' }).click({ noWaitAfter: true }),
    ])
    expect(await page.getByRole('heading').textContent()).toBe('Answer received')
    expect(await historyOf(page)).not.toMatch(/code=|\/callback/)
    await expectHarmless(page)
    expect(await program.ended()).toBe(0)

    const sent = server.tokenRequests.length
    await page.reload().catch(() => {})
    await page.goBack().catch(() => {})
    await page.goForward().catch(() => {})
    expect(server.tokenRequests.length).toBe(sent)
    const status = workshop.run(['auth', 'status', '--json'], { environment: server.environment })
    expect(await status.ended()).toBe(0)
    expect(JSON.parse(status.stdout)).toMatchObject({ providers: [{ state: 'valid' }] })
    for (const secret of server.secrets()) workshop.secrets.add(secret)
    await page.close()
  })

  it('refused: says so, and keeps nothing', async () => {
    await using workshop = await openWorkshop()
    const { program, address } = await beginLogin(workshop, server)
    const sent = server.tokenRequests.length
    const page = await browser.context.newPage()
    await page.goto(address.href)
    await Promise.all([
      page.waitForURL(/\/sign-in\/failed$/),
      page.getByRole('button', { name: 'Deny' }).click({ noWaitAfter: true }),
    ])
    expect(await page.getByRole('heading').textContent()).toBe('Not signed in')
    expect(await program.ended()).toBe(1)
    expect(program.stderr).toContain('the sign-in was refused')
    expect(await historyOf(page)).not.toMatch(/error=|state=/)
    expect([await hasCredential(workshop), server.tokenRequests.length]).toEqual([false, sent])
    await page.close()
  })

  it('answered with scripts in every parameter: none runs, and the policy would let none', async () => {
    await using workshop = await openWorkshop()
    const { program, address } = await beginLogin(workshop, server)
    const state = address.searchParams.get('state') ?? ''
    const callback = new URL(address.searchParams.get('redirect_uri') ?? '')
    const page = await browser.context.newPage()
    const names = ['code', 'error', 'error_description', 'error_uri', 'iss', 'scope', 'session_state', payload]
    const query = new URLSearchParams(names.map((name): [string, string] => [name, payload]))

    // With a state that is none of ours the attempt goes on.
    const forged = new URLSearchParams([...query, ['state', payload]])
    const ignored = await page.goto(`${callback.href}?${forged.toString()}`)
    expect(ignored?.status()).toBe(400)
    await expectHarmless(page)

    const answer = await page.goto(`${callback.href}?${new URLSearchParams([...query, ['state', state]]).toString()}`)
    expect(new URL(page.url()).search).toBe('')
    expect(answer?.headers()).toMatchObject({
      'content-security-policy': expect.stringContaining(`default-src 'none'`),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    await expectHarmless(page)
    expect(await program.ended()).toBe(1)
    expect(await hasCredential(workshop)).toBe(false)
    await page.close()
  })

  it('answered by a page that knows the address: the attempt goes on until the real answer', async () => {
    await using workshop = await openWorkshop()
    const { program, address } = await beginLogin(workshop, server)
    const callback = address.searchParams.get('redirect_uri') ?? ''
    const page = await browser.context.newPage()
    // What another page can do without knowing the state.
    await page.goto(`${server.sandbox.origin}/device`)
    await page.setContent(`<img src="${callback}?error=access_denied"><img src="${callback}?code=x&state=y">`)
    await page.goto(address.href)
    await Promise.all([
      page.waitForURL(/\/sign-in\/received$/),
      page.getByRole('button', { name: 'Allow' }).click({ noWaitAfter: true }),
    ])
    expect(await program.ended()).toBe(0)
    for (const secret of server.secrets()) workshop.secrets.add(secret)
    await page.close()
  })
})
