import nock from 'nock'
import { describe, expect, it } from 'vitest'
import {
  authOrigin,
  expectNoSecret,
  failureOf,
  fastTiming,
  loginSession,
  person,
  type SessionFixture,
  startOfTime,
} from './__fixtures__/flow-fixtures.js'
import type { FlowTiming } from './flow-timing.js'
import type { DeviceCodeFlow } from './oauth-flow.js'
import { runLogin } from './run-login.js'

const deviceCode = 'fake-device-code-1'
const authorization = {
  device_code: deviceCode,
  user_code: 'ABCD-EFGH',
  verification_uri: `${authOrigin}/device`,
  expires_in: 600,
}
const answer = { access_token: 'fake-access-token-1', refresh_token: 'fake-refresh-token-1', expires_in: 3600 }

function deviceFlow(overrides: Partial<DeviceCodeFlow> = {}): DeviceCodeFlow {
  return {
    kind: 'device-code',
    id: 'device',
    label: 'Acme',
    clientId: 'client-1',
    scopes: ['inference'],
    deviceAuthorizationUrl: `${authOrigin}/device-code`,
    token: { url: `${authOrigin}/token` },
    ...overrides,
  }
}

/** Sleeping moves the clock of the session; nothing waits. */
function sleeping(session: SessionFixture, then: () => void = () => {}): { timing: FlowTiming; slept: number[] } {
  const slept: number[] = []
  const sleep = async (ms: number): Promise<void> => {
    slept.push(ms)
    session.clock.advance(ms)
    then()
  }
  return { timing: { ...fastTiming, sleep }, slept }
}

function authorized(body: object = authorization): void {
  nock(authOrigin).post('/device-code', { client_id: 'client-1', scope: 'inference' }).reply(200, body)
}

function polled(status: number, body: nock.Body, times = 1): void {
  nock(authOrigin)
    .post('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode,
      client_id: 'client-1',
    })
    .times(times)
    .reply(status, body)
}

async function failed(body: object, flow = deviceFlow()) {
  authorized(body)
  const session = loginSession()
  const { timing } = sleeping(session)
  const error = await failureOf(runLogin(flow, session, timing))
  expectNoSecret(error, deviceCode)
  return { error, session }
}

describe('a sign-in by device code', () => {
  it('shows the code, waits for the person and brings a credential', async () => {
    authorized()
    polled(400, { error: 'authorization_pending' }, 2)
    polled(200, answer)
    const session = loginSession()
    const { timing, slept } = sleeping(session)
    await expect(runLogin(deviceFlow(), session, timing)).resolves.toMatchObject({
      kind: 'oauth',
      flow: 'device',
      generation: 1,
      clientId: 'client-1',
      scopes: ['inference'],
      accessToken: 'fake-access-token-1',
      expiresAt: startOfTime + 15_000 + 3_600_000,
    })
    expect(slept).toEqual([5000, 5000, 5000])
    await expect(session.interaction.shown).resolves.toEqual({
      url: new URL(`${authOrigin}/device`),
      userCode: 'ABCD-EFGH',
    })
  })

  it('tells observers of the first request and the final answer only', async () => {
    authorized()
    polled(400, { error: 'authorization_pending' }, 3)
    polled(200, answer)
    const session = loginSession()
    await runLogin(deviceFlow(), session, sleeping(session).timing)
    expect(session.events.map(({ event }) => event)).toEqual(['oauth.token.request', 'oauth.token.response'])
    expect(session.events[0]?.payload).toMatchObject({ grant: 'urn:ietf:params:oauth:grant-type:device_code' })
    expect(session.events[1]?.payload).toMatchObject({ status: 200 })
  })

  it('opens the address that holds the code already, where there is one', async () => {
    authorized({ ...authorization, verification_uri_complete: `${authOrigin}/device?user_code=ABCD-EFGH` })
    polled(200, answer)
    const session = loginSession()
    await runLogin(deviceFlow(), session, sleeping(session).timing)
    expect((await session.interaction.shown).openUrl?.href).toBe(`${authOrigin}/device?user_code=ABCD-EFGH`)
  })

  it('keeps to the interval of the server and slows down for good', async () => {
    authorized({ ...authorization, interval: '2' })
    polled(400, { error: 'authorization_pending' })
    polled(400, { error: 'slow_down' })
    polled(400, { error: 'authorization_pending' })
    polled(400, { error: 'slow_down' })
    polled(200, answer)
    const session = loginSession()
    const { timing, slept } = sleeping(session)
    await runLogin(deviceFlow(), session, timing)
    expect(slept).toEqual([2000, 2000, 7000, 7000, 12_000])
  })

  it('survives single lost polls', async () => {
    authorized()
    nock(authOrigin)
      .post('/token')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    polled(400, { error: 'authorization_pending' })
    polled(503, '<html>')
    polled(429, '')
    polled(200, answer)
    const session = loginSession()
    await expect(runLogin(deviceFlow(), session, sleeping(session).timing)).resolves.toMatchObject({ generation: 1 })
  })

  it('gives up on a server that stays away', async () => {
    authorized()
    polled(503, '<html>', 10)
    const session = loginSession()
    const { timing, slept } = sleeping(session)
    expect((await failureOf(runLogin(deviceFlow(), session, timing))).code).toBe('CCPROXY_OAUTH_SERVER_ERROR')
    expect(slept).toHaveLength(4)
  })

  it('understands the older name of the address', async () => {
    const { verification_uri: address, ...rest } = authorization
    authorized({ ...rest, verification_url: address })
    polled(200, answer)
    const session = loginSession()
    await expect(runLogin(deviceFlow(), session, sleeping(session).timing)).resolves.toMatchObject({ generation: 1 })
  })
})

describe('a device sign-in that ends', () => {
  it.each([
    ['expired_token', 'CCPROXY_OAUTH_DEVICE_EXPIRED'],
    ['access_denied', 'CCPROXY_OAUTH_ACCESS_DENIED'],
    ['invalid_grant', 'CCPROXY_OAUTH_INVALID_GRANT'],
    ['unauthorized_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['invalid_request', 'CCPROXY_OAUTH_REQUEST_REJECTED'],
  ])('%s: %s', async (name, code) => {
    polled(400, { error: name, error_description: `about ${deviceCode}` })
    const { error, session } = await failed(authorization)
    expect(error.code).toBe(code)
    expect(session.events).toHaveLength(2)
  })

  it('when the code has lived its life, whatever the server says', async () => {
    polled(400, { error: 'authorization_pending' }, 100)
    const { error, session } = await failed({ ...authorization, expires_in: 31 })
    expect(error.code).toBe('CCPROXY_OAUTH_DEVICE_EXPIRED')
    expect(session.requests).toHaveLength(1 + 6)
  })

  it('when the person leaves', async () => {
    authorized()
    polled(400, { error: 'authorization_pending' }, 3)
    const session = loginSession()
    const { timing, slept } = sleeping(session, () => {
      if (slept.length === 2) session.interaction.giveUp()
    })
    expect((await failureOf(runLogin(deviceFlow(), session, timing))).code).toBe('CCPROXY_OAUTH_CANCELLED')
    expect(session.requests.length).toBeLessThanOrEqual(3)
  })

  it('when the person leaves during a real wait', async () => {
    authorized()
    const session = loginSession()
    const login = runLogin(deviceFlow(), session, fastTiming)
    await session.interaction.shown
    session.interaction.giveUp()
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_CANCELLED')
  })
})

describe('what a person is told to open', () => {
  it.each([
    ['plain http', 'http://auth.example.test/device'],
    ['another host', 'https://evil.example/device'],
    ['a host that only ends right', 'https://evil-auth.example.test/device'],
    ['a name before the host', 'https://auth.example.test@evil.example/device'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['no address', 'device'],
  ])('is never %s', async (_name, address) => {
    const { error, session } = await failed({ ...authorization, verification_uri: address })
    expect(error.code).toBe('CCPROXY_OAUTH_VERIFICATION_URI')
    expect(session.requests).toHaveLength(1)
  })

  it('is checked in its complete form too', async () => {
    const { error } = await failed({ ...authorization, verification_uri_complete: 'https://evil.example/device?c=1' })
    expect(error.code).toBe('CCPROXY_OAUTH_VERIFICATION_URI')
  })

  it('may be on a host that the flow declares', async () => {
    authorized({ ...authorization, verification_uri: 'https://www.example.test/device' })
    polled(200, answer)
    const session = loginSession({ interaction: person() })
    const flow = deviceFlow({ verificationHosts: ['www.example.test'] })
    await expect(runLogin(flow, session, sleeping(session).timing)).resolves.toMatchObject({ generation: 1 })
  })

  it('is a code without control characters', async () => {
    authorized({ ...authorization, user_code: '\u001B[2JAB\u202ECD\r\n-EFGH' })
    polled(200, answer)
    const session = loginSession()
    await runLogin(deviceFlow(), session, sleeping(session).timing)
    expect((await session.interaction.shown).userCode).toBe('[2JABCD-EFGH')
  })

  it.each([
    ['no device code', { ...authorization, device_code: undefined }],
    ['no user code', { ...authorization, user_code: '\u0007' }],
    ['no lifetime', { ...authorization, expires_in: undefined }],
  ])('needs a usable answer: %s', async (_name, body) => {
    const { error } = await failed(body)
    expect(error.code).toBe('CCPROXY_OAUTH_ANSWER_INVALID')
  })

  it('comes from a safe endpoint', async () => {
    const flow = deviceFlow({ deviceAuthorizationUrl: 'http://auth.example.test/device-code' })
    const session = loginSession()
    expect((await failureOf(runLogin(flow, session, fastTiming))).code).toBe('CCPROXY_OAUTH_ENDPOINT_INSECURE')
    expect(session.requests).toEqual([])
  })
})
