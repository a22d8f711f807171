import { type Sandbox, startSandbox } from '@ccproxy/sandbox'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerWith } from '../upstream/answers.js'
import { type RecordingUpstream, startRecordingUpstream } from '../upstream/start-recording-upstream.js'
import { createScriptedInteraction } from './create-scripted-interaction.js'
import { walkRedirects } from './walk-redirects.js'

let sandbox: Sandbox
let callback: RecordingUpstream
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  callback = await startRecordingUpstream({ answer: answerWith('You may close this page.') })
})
afterEach(() => callback.close())

function authorizeUrl(): URL {
  const url = new URL(sandbox.endpoints.authorize)
  const parameters = {
    response_type: 'code',
    client_id: sandbox.clients.public.clientId,
    redirect_uri: `${callback.origin}/callback`,
    scope: 'inference',
    state: 'fake-state',
    code_challenge: 'fake-challenge-fake-challenge-fake-challenge',
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url
}

const redirect = (location: string, cookies: string[] = []) =>
  answerWith('', { status: 302, headers: { location, 'set-cookie': cookies } })

const arrived = () => new URL(callback.requests[0]?.target ?? '', callback.origin).searchParams

describe('the person', () => {
  it('follows the address to the callback', async () => {
    const interaction = createScriptedInteraction()
    await interaction.showUrl(authorizeUrl())
    expect(await interaction.finished()).toMatchObject({ status: 200, page: 'You may close this page.' })
    expect(arrived().get('code')).toBeTruthy()
    expect(arrived().get('state')).toBe('fake-state')
    expect(interaction.shown).toHaveLength(1)
  })

  it('denies', async () => {
    const interaction = createScriptedInteraction({ person: 'denies' })
    await interaction.showUrl(authorizeUrl())
    await interaction.finished()
    expect(Object.fromEntries(arrived())).toEqual({ error: 'access_denied', state: 'fake-state' })
  })

  it.each([
    ['pastes-url', /^http:\/\/127\.0\.0\.1:\d+\/callback\?code=.+&state=fake-state/],
    ['pastes-code', /^[\w-]+$/],
    ['pastes-code-and-state', /^[\w-]+#fake-state$/],
  ] as const)('%s, and the callback is not visited', async (person, form) => {
    const interaction = createScriptedInteraction({ person })
    const line = interaction.prompt('Paste')
    await interaction.showUrl(authorizeUrl())
    expect(await line).toMatch(form)
    expect(callback.requests).toHaveLength(0)
  })

  it('answers prompts, and is silent where no answer is left, until the prompt is withdrawn', async () => {
    const interaction = createScriptedInteraction({ answers: ['fake-key-1'] })
    expect(await interaction.prompt('API key', { secret: true })).toBe('fake-key-1')
    const withdrawn = new AbortController()
    const line = interaction.prompt('Paste', { signal: withdrawn.signal })
    withdrawn.abort()
    await expect(line).rejects.toThrow('withdrawn')
    expect(interaction.prompts).toEqual([
      { question: 'API key', secret: true },
      { question: 'Paste', secret: false },
    ])
  })

  it('gives up', () => {
    const interaction = createScriptedInteraction({ person: 'does-nothing' })
    interaction.giveUp()
    expect(interaction.signal.aborted).toBe(true)
  })

  it('enters a user code', async () => {
    const body = new URLSearchParams({ client_id: sandbox.clients.device.clientId, scope: 'inference' })
    const answer: unknown = await (await fetch(sandbox.endpoints.deviceAuthorization, { method: 'POST', body })).json()
    expect(answer).toMatchObject({ user_code: expect.any(String) })
    const userCode = String(Object(answer).user_code)
    const interaction = createScriptedInteraction()
    await interaction.showUrl(new URL(`${sandbox.origin}/device`), { userCode })
    expect((await interaction.finished()).page).toContain('Signed in')
  })

  it('is told when the walk fails', async () => {
    const interaction = createScriptedInteraction()
    await callback.close()
    await interaction.showUrl(authorizeUrl())
    await expect(interaction.finished()).rejects.toThrow('fetch failed')
  })
})

describe('walkRedirects', () => {
  it('keeps cookies by path, forgets removed ones, and ends', async () => {
    callback.answerNext(
      redirect('/a/two', ['here=1; path=/a', 'there=1; path=/b', 'gone=1; path=/']),
      redirect('/a/three', ['gone=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT']),
    )
    await walkRedirects(new URL(`${callback.origin}/one`))
    expect(callback.requests.map((request) => request.header('cookie'))).toEqual([
      undefined,
      'here=1; gone=1',
      'here=1',
    ])
    callback.setAnswer(redirect('/again'))
    await expect(walkRedirects(new URL(callback.origin))).rejects.toThrow('more than 20 redirects')
  })
})
