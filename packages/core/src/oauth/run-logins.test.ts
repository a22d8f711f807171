import nock from 'nock'
import { describe, expect, it, vi } from 'vitest'
import { authOrigin, browserFlow, failureOf, fastTiming, loginSession, person } from './__fixtures__/flow-fixtures.js'
import type { FlowTiming } from './flow-timing.js'
import type { AuthorizationCodeFlow, DeviceCodeFlow } from './oauth-flow.js'
import { runLogins } from './run-logins.js'

const answer = { access_token: 'fake-access-token-1', refresh_token: 'fake-refresh-token-1', expires_in: 3600 }
const browser: AuthorizationCodeFlow = browserFlow()
const device: DeviceCodeFlow = {
  kind: 'device-code',
  id: 'device',
  label: 'Acme',
  clientId: 'client-1',
  scopes: ['inference'],
  deviceAuthorizationUrl: `${authOrigin}/device-code`,
  token: { url: `${authOrigin}/token` },
  revokeUrl: `${authOrigin}/revoke`,
}

const isPoll = (body: Record<string, unknown>): boolean => String(body['grant_type']).endsWith('device_code')
const isCode = (body: Record<string, unknown>): boolean => body['grant_type'] === 'authorization_code'

/** Sleeping polls are woken by the test. */
function race(lines: readonly (string | Error)[] = []) {
  const shown: { readonly url: URL; readonly userCode: string | undefined }[] = []
  const script = person(lines)
  const session = loginSession({
    interaction: {
      ...script,
      showUrl: async (url, options) => void shown.push({ url, userCode: options?.userCode }),
    },
  })
  const naps: (() => void)[] = []
  const sleep: FlowTiming['sleep'] = async (_ms, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    naps.push(resolve)
    signal.addEventListener('abort', () => reject(signal.reason instanceof Error ? signal.reason : new Error('woken')))
    await promise
  }
  const login = runLogins([browser, device], session, { ...fastTiming, sleep })
  login.catch(() => {})
  return {
    session,
    script,
    login,
    shown,
    /** Both addresses are on the screen and the first poll is due. */
    bothShown: async () => {
      await vi.waitFor(() => expect([shown.length, naps.length]).toEqual([2, 1]))
    },
    poll: () => naps.shift()?.(),
    callBack: async (parameters: Record<string, string> = { code: 'fake-code-1' }) => {
      const url = shown.find(({ userCode }) => userCode === undefined)?.url
      const target = new URL(url?.searchParams.get('redirect_uri') ?? '')
      target.search = String(new URLSearchParams({ state: url?.searchParams.get('state') ?? '', ...parameters }))
      return await fetch(target, { redirect: 'manual' })
    },
  }
}

function deviceCode(): void {
  const body = { device_code: 'fake-device-code-1', user_code: 'ABCD-EFGH', expires_in: 600 }
  nock(authOrigin)
    .post('/device-code')
    .reply(200, { ...body, verification_uri: `${authOrigin}/device` })
}

describe('browser and device code at once', () => {
  it('shows both; the browser wins, and the device code is asked about no more', async () => {
    deviceCode()
    const { bothShown, callBack, login, session, shown } = race()
    await bothShown()
    expect(new Set(shown.map(({ userCode }) => userCode))).toEqual(new Set([undefined, 'ABCD-EFGH']))
    nock(authOrigin).post('/token', isCode).reply(200, answer)
    await callBack()
    expect(await login).toMatchObject({ flow: 'browser', accessToken: 'fake-access-token-1' })
    expect(session.requests.map(({ url }) => url)).toEqual([`${authOrigin}/device-code`, `${authOrigin}/token`])
  })

  it('the device wins; the question is taken back and nobody listens any more', async () => {
    deviceCode()
    const { bothShown, callBack, login, poll, script } = race()
    await bothShown()
    nock(authOrigin).post('/token', isPoll).reply(200, answer)
    poll()
    expect(await login).toMatchObject({ flow: 'device' })
    expect(script.prompts.map(({ aborted }) => aborted)).toEqual([true])
    await expect(callBack()).rejects.toThrow('fetch failed')
  })

  it('a device grant that comes too late is revoked', async () => {
    deviceCode()
    const { bothShown, callBack, login, poll, session } = race()
    await bothShown()
    const asked = Promise.withResolvers<void>()
    const granted = Promise.withResolvers<void>()
    nock(authOrigin)
      .post('/token', isPoll)
      .reply(200, async () => {
        asked.resolve()
        await granted.promise
        return { ...answer, access_token: 'fake-access-token-2', refresh_token: 'fake-refresh-token-2' }
      })
    poll()
    await asked.promise
    nock(authOrigin).post('/token', isCode).reply(200, answer)
    const revocation = nock(authOrigin)
      .post('/revoke', (body: Record<string, unknown>) => body['token'] === 'fake-refresh-token-2')
      .reply(200)
    await callBack()
    await vi.waitFor(() => expect(session.requests).toHaveLength(3))
    // The last thing that the browser's sign-in does is to close its callback.
    await vi.waitFor(() => expect(callBack()).rejects.toThrow('fetch failed'), { timeout: 5000 })
    await new Promise(setImmediate)
    granted.resolve()
    expect(await login).toMatchObject({ flow: 'browser', refreshToken: 'fake-refresh-token-1' })
    expect(revocation.isDone()).toBe(true)
  })

  it('one that cannot be begun is told, and the other goes on', async () => {
    nock(authOrigin).post('/device-code').reply(503)
    const { callBack, login, script, shown } = race()
    await vi.waitFor(() => expect([shown.length, script.notices.length]).toEqual([1, 1]))
    expect(script.notices[0]).toMatch(/device authorization endpoint.*The other way to sign in is still open\.$/)
    nock(authOrigin).post('/token', isCode).reply(200, answer)
    await callBack()
    expect(await login).toMatchObject({ flow: 'browser' })
  })

  it('fails with what the last way failed with', async () => {
    deviceCode()
    const { bothShown, callBack, login, poll, script } = race()
    await bothShown()
    await callBack({ error: 'server_error' })
    await vi.waitFor(() => expect(script.notices).toHaveLength(1))
    nock(authOrigin).post('/token', isPoll).reply(400, { error: 'expired_token' })
    poll()
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_DEVICE_EXPIRED')
  })

  it('ends both when the person says no to one', async () => {
    deviceCode()
    const { bothShown, callBack, login, script, session } = race()
    await bothShown()
    await callBack({ error: 'access_denied' })
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_ACCESS_DENIED')
    expect(script.notices).toEqual([])
    expect(session.requests).toHaveLength(1)
  })

  it('ends both when the person leaves, also in the middle of a request', async () => {
    deviceCode()
    const { bothShown, callBack, login, poll, script, session } = race()
    await bothShown()
    nock(authOrigin)
      .post('/token', isPoll)
      .reply(200, async () => await new Promise<never>(() => {}))
    poll()
    await vi.waitFor(() => expect(session.requests).toHaveLength(2))
    script.giveUp()
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_CANCELLED')
    expect(script.notices).toEqual([])
    await expect(callBack()).rejects.toThrow('fetch failed')
  })
})

it('needs at least one way', async () => {
  const error = await failureOf(runLogins([], loginSession(), fastTiming))
  expect(error.code).toBe('CCPROXY_OAUTH_FLOW_UNAVAILABLE')
})
