// What each failure of a token endpoint is called: the manager decides by it whether the refresh token may be spent.
import { createServer, type Server, type Socket } from 'node:net'
import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import {
  authOrigin,
  browserFlow,
  expectNoSecret,
  failureOf,
  fastTiming,
  heldCredential,
  loginSession,
  oldRefreshToken,
  startOfTime,
} from './__fixtures__/flow-fixtures.js'
import { redeemRefreshToken } from './redeem-refresh-token.js'

const html = '<html><body>fake-page-body</body></html>'
const htmlHeaders = { 'content-type': 'text/html' }
const clientSecret = 'fake-client-secret'

async function failure(status: number, body: nock.Body, headers: nock.ReplyHeaders = {}, flow = browserFlow()) {
  nock(authOrigin).post('/token').reply(status, body, headers)
  const error = await failureOf(redeemRefreshToken(flow, heldCredential(), loginSession()))
  expectNoSecret(error, oldRefreshToken, clientSecret, 'fake-page-body')
  return error
}

describe('answers that refuse', () => {
  it.each([
    [400, 'invalid_grant', 'CCPROXY_OAUTH_INVALID_GRANT'],
    [401, 'invalid_grant', 'CCPROXY_OAUTH_INVALID_GRANT'],
    [401, 'invalid_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    [400, 'invalid_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    [400, 'unauthorized_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    [400, 'invalid_request', 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [400, 'invalid_scope', 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [400, 'unsupported_grant_type', 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [400, 'constructor', 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [400, 'server_error', 'CCPROXY_OAUTH_SERVER_ERROR'],
    [400, 'temporarily_unavailable', 'CCPROXY_OAUTH_SERVER_ERROR'],
    [503, 'temporarily_unavailable', 'CCPROXY_OAUTH_SERVER_ERROR'],
    [500, 'invalid_grant', 'CCPROXY_OAUTH_SERVER_ERROR'],
    [429, 'slow_down', 'CCPROXY_OAUTH_RATE_LIMITED'],
    [200, 'invalid_grant', 'CCPROXY_OAUTH_INVALID_GRANT'],
  ])('%i %s: %s', async (status, error, code) => {
    const thrown = await failure(status, { error })
    expect(thrown.code).toBe(code)
    expect(thrown.message).toContain(error)
    expect(thrown.message).toContain('acme/default')
  })

  it.each([
    [401, { error: { code: 'refresh_token_reused', message: 'Your refresh token was already used' } }],
    [400, { error: { type: 'invalid_request_error', code: 'refresh_token_expired' } }],
    [401, { error: 'invalid_token' }],
    [401, { code: 'token_expired', message: 'expired' }],
    [400, { error: 'invalid_request', error_code: 'refresh_token_invalidated' }],
  ])('say with %i and %j that the token is of no use any more', async (status, body) => {
    expect((await failure(status, body)).code).toBe('CCPROXY_OAUTH_INVALID_GRANT')
  })

  it('say nothing about the token while the server itself has a problem', async () => {
    const error = await failure(503, { error: { code: 'refresh_token_reused' } })
    expect(error.code).toBe('CCPROXY_OAUTH_SERVER_ERROR')
  })

  it('says that the login has ended', async () => {
    const error = await failure(400, { error: 'invalid_grant', error_description: 'Token revoked' })
    expect(error.message).toBe(
      `acme/default: the login has ended (the token endpoint of ${authOrigin} answered invalid_grant: Token revoked)`,
    )
  })

  it.each([
    [400, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [401, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [403, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [404, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    [408, 'CCPROXY_OAUTH_SERVER_ERROR'],
    [429, 'CCPROXY_OAUTH_RATE_LIMITED'],
    [500, 'CCPROXY_OAUTH_SERVER_ERROR'],
    [502, 'CCPROXY_OAUTH_SERVER_ERROR'],
    [503, 'CCPROXY_OAUTH_SERVER_ERROR'],
  ])('%i with a page for people: %s', async (status, code) => {
    const error = await failure(status, html, htmlHeaders)
    expect(error.code).toBe(code)
    expect(error.message).toContain(`status ${status}`)
  })

  it.each([
    [
      'an object',
      { error: { type: 'authentication_error', message: 'No such key' } },
      'authentication_error: No such key',
    ],
    [
      'an object with a code',
      {
        error: {
          code: 'unsupported_country_region_territory',
          message: 'Country not supported',
          type: 'request_forbidden',
        },
      },
      'unsupported_country_region_territory: Country not supported',
    ],
    ['a sentence', { error: 'This application is blocked' }, 'status 403: This application is blocked'],
    ['a number', { error: 7, message: 'Not you' }, 'status 403: Not you'],
    ['problem details', { title: 'Forbidden', detail: 'Not from this network' }, 'status 403: Not from this network'],
    ['a code beside it', { code: 'access_blocked', message: 'Blocked' }, 'access_blocked: Blocked'],
    [
      'Okta',
      { errorCode: 'E0000006', errorSummary: 'You do not have permission' },
      'status 403: You do not have permission',
    ],
    ['nothing', {}, 'status 403'],
  ])('shows what the server says when its error is %s, and does not blame the client id', async (_name, body, said) => {
    const error = await failure(403, body)
    expect(error.message).toBe(`acme/default: the token endpoint of ${authOrigin} answered ${said}`)
    expect(error.code).toBe('CCPROXY_OAUTH_REQUEST_REJECTED')
    expect(error.hint).not.toContain('client_id')
  })

  it('shows the title of a web page and says that a firewall or a proxy may stand between', async () => {
    const page =
      '<!DOCTYPE html><html><title>Attention Required! |\n Cloudflare</title><body>fake-page-body</body></html>'
    const error = await failure(403, page, htmlHeaders)
    expect(error.message).toContain('answered status 403 and a web page: Attention Required! | Cloudflare')
    expect(error.hint).toContain('firewall')
  })

  it('shows no more than 200 characters and no control characters of a sentence', async () => {
    const error = await failure(400, { error: { message: `\u001b[2J${'word '.repeat(100)}` } })
    expect(error.message).not.toMatch(/\p{Cc}/u)
    expect(error.message.length).toBeLessThan(300)
  })

  it('goes by the status when the body of an error is huge', async () => {
    const error = await failure(500, 'x'.repeat(2 * 1024 * 1024))
    expect(error.code).toBe('CCPROXY_OAUTH_SERVER_ERROR')
  })
})

describe('when to come back', () => {
  it.each([
    ['seconds', '30', startOfTime + 30_000],
    ['parts of seconds', '1.5', startOfTime + 1500],
    ['a date', new Date(startOfTime + 60_000).toUTCString(), startOfTime + 60_000],
    ['a day: an hour', '86400', startOfTime + 3_600_000],
    ['the past: now', new Date(startOfTime - 60_000).toUTCString(), startOfTime],
    ['nonsense', 'later', undefined],
  ])('%s', async (_name, header, retryAt) => {
    const error = await failure(429, html, { ...htmlHeaders, 'retry-after': header })
    expect(error.code).toBe('CCPROXY_OAUTH_RATE_LIMITED')
    expect(error.retryAt).toBe(retryAt)
  })

  it('is undefined when the server says nothing', async () => {
    expect((await failure(429, html, htmlHeaders)).retryAt).toBeUndefined()
  })
})

describe('what of a description is shown', () => {
  const flow = browserFlow({ clientSecret })

  it.each([
    ['the refresh token', `token ${oldRefreshToken} was used`],
    ['the client secret', `bad secret ${clientSecret}`],
    ['an encoded one', `token ${encodeURIComponent('fake/secret+1')}`],
    ['one cut by control characters', `token ${oldRefreshToken.slice(0, 5)}\u0007${oldRefreshToken.slice(5)}`],
  ])('nothing when it repeats %s', async (_name, description) => {
    nock(authOrigin).post('/token').reply(400, { error: 'invalid_grant', error_description: description })
    const credential = heldCredential(description.includes('%2F') ? { refreshToken: 'fake/secret+1' } : {})
    const error = await failureOf(redeemRefreshToken(flow, credential, loginSession()))
    expect(error.message).toMatch(/answered invalid_grant\)$/)
    expectNoSecret(error, oldRefreshToken, clientSecret, 'fake/secret+1', 'fake%2Fsecret')
  })

  it('is printable and short', async () => {
    const error = await failure(400, {
      error: 'invalid_grant',
      error_description: `\u001B[31mred\u001B[0m\r\n\u202E${'x'.repeat(500)}`,
    })
    expect(error.message).toContain(`[31mred[0m${'x'.repeat(100)}`)
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(error.message.length).toBeLessThan(400)
  })

  it('is no secret even as the error code itself', async () => {
    const error = await failure(400, { error: oldRefreshToken })
    expect(error.code).toBe('CCPROXY_OAUTH_REQUEST_REJECTED')
  })
})

describe('answers that cannot be understood', () => {
  it.each(['DPoP', 'mac', 'N_A'])('are those with the token type %s: only Bearer is used', async (type) => {
    const error = await failure(200, { access_token: 'fake-access-token', token_type: type, expires_in: 3600 })
    expect(error.code).toBe('CCPROXY_OAUTH_ANSWER_INVALID')
  })

  it('are those with an access token that no header can carry', async () => {
    const error = await failure(200, { access_token: 'fake-access\ntoken', token_type: 'Bearer' })
    expect(error).toMatchObject({
      code: 'CCPROXY_OAUTH_ANSWER_INVALID',
      message: expect.stringContaining('line break'),
    })
  })

  it.each([
    ['a page for people', html, htmlHeaders],
    ['truncated JSON', '{"access_token":"fake-page-body', {}],
    ['a list', '["fake-page-body"]', {}],
    ['nothing', '', {}],
    ['two megabytes', JSON.stringify({ access_token: 'fake-page-body', padding: 'x'.repeat(2 * 1024 * 1024) }), {}],
    ['no access token', JSON.stringify({ token_type: 'Bearer', refresh_token: 'fake-page-body' }), {}],
    ['an access token that is no string', JSON.stringify({ access_token: 7, note: 'fake-page-body' }), {}],
    ['a token of another type', JSON.stringify({ access_token: 'fake-page-body', token_type: 'dpop-9' }), {}],
  ])('%s', async (_name, body, headers) => {
    const error = await failure(200, body, headers)
    expect(error.code).toBe('CCPROXY_OAUTH_ANSWER_INVALID')
  })

  it('is one when the plugin cannot make it standard', async () => {
    const token = {
      url: `${authOrigin}/token`,
      normalize: () => {
        throw new Error('fake-page-body')
      },
    }
    const error = await failure(200, { access_token: 'fake-page-body' }, {}, browserFlow({ token }))
    expect(error.code).toBe('CCPROXY_OAUTH_ANSWER_INVALID')
  })
})

describe('deviating servers', () => {
  it('are judged after their answers were made standard', async () => {
    const token = {
      url: `${authOrigin}/token`,
      normalize: (answer: Readonly<Record<string, unknown>>) =>
        answer['ok'] === false ? { error: answer['reason'] } : { access_token: answer['key'], token_type: 'Bearer' },
    }
    const error = await failure(200, { ok: false, reason: 'invalid_grant' }, {}, browserFlow({ token }))
    expect(error.code).toBe('CCPROXY_OAUTH_INVALID_GRANT')
    nock(authOrigin).post('/token').reply(200, { ok: true, key: 'fake-access-token-new' })
    await expect(redeemRefreshToken(browserFlow({ token }), heldCredential(), loginSession())).resolves.toMatchObject({
      accessToken: 'fake-access-token-new',
    })
  })

  it.each([301, 302, 303, 307, 308])('may not redirect (%i): the other server sees nothing', async (status) => {
    const elsewhere = nock('https://elsewhere.example.test').post('/token').reply(200, { access_token: 'x' })
    const error = await failure(status, '', { location: 'https://elsewhere.example.test/token' })
    expect(error.code).toBe('CCPROXY_OAUTH_REDIRECT_REFUSED')
    expect(elsewhere.isDone()).toBe(false)
  })
})

async function refreshAt(origin: string, requestTimeoutMs = fastTiming.requestTimeoutMs) {
  const flow = browserFlow({ token: { url: `${origin}/token` } })
  const timing = { ...fastTiming, requestTimeoutMs }
  const session = loginSession()
  const error = await failureOf(redeemRefreshToken(flow, heldCredential(), session, timing))
  expectNoSecret(error, oldRefreshToken, 'fake-page-body')
  expect(session.events.map(({ event }) => event)).toEqual(['oauth.token.request'])
  return error
}

describe('connections that fail', () => {
  const open: { server: Server; sockets: Set<Socket> }[] = []

  afterEach(async () => {
    for (const { server, sockets } of open.splice(0)) {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    }
  })

  /** @returns the origin of a server that treats each connection so once the request has come */
  async function endpointThat(treat: (socket: Socket) => void): Promise<{ origin: string; requests: () => number }> {
    const sockets = new Set<Socket>()
    let requests = 0
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.once('data', () => {
        requests += 1
        treat(socket)
      })
    })
    open.push({ server, sockets })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (typeof address !== 'object' || address === null) throw new Error('no address')
    return { origin: `http://127.0.0.1:${address.port}`, requests: () => requests }
  }

  it('are unreachable, and nothing was sent, when refused', async () => {
    const { origin } = await endpointThat(() => {})
    const [listener] = open.splice(0)
    await new Promise((resolve) => listener?.server.close(resolve))
    const error = await refreshAt(origin)
    expect(error.code).toBe('CCPROXY_OAUTH_UNREACHABLE')
    expect(error.message).toContain('ECONNREFUSED')
  })

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
    'are unreachable, deep inside other errors too: %s',
    async (code) => {
      const cause = Object.assign(new Error('inner'), { code })
      const fetch = async () => Promise.reject(new TypeError('fetch failed', { cause: new Error('outer', { cause }) }))
      const error = await failureOf(redeemRefreshToken(browserFlow(), heldCredential(), loginSession({ fetch })))
      expect(error.code).toBe('CCPROXY_OAUTH_UNREACHABLE')
    },
  )

  it.each<[string, (socket: Socket) => void]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['ended without an answer', (socket) => socket.end()],
    ['answered with something else than HTTP', (socket) => socket.end('fake-page-body\r\n\r\n')],
    [
      'cut within the body',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"access_token":"fake-page-body'),
    ],
  ])('are lost, and the token perhaps spent, when %s', async (_name, treat) => {
    const endpoint = await endpointThat(treat)
    expect((await refreshAt(endpoint.origin)).code).toBe('CCPROXY_OAUTH_CONNECTION_LOST')
    expect(endpoint.requests()).toBe(1)
  })

  it.each<[string, (socket: Socket) => void]>([
    ['without an answer', () => {}],
    ['within the body', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"access')],
  ])('time out when they hang %s', async (_name, treat) => {
    const endpoint = await endpointThat(treat)
    expect((await refreshAt(endpoint.origin, 100)).code).toBe('CCPROXY_OAUTH_TIMEOUT')
    expect(endpoint.requests()).toBe(1)
  })
})
