// Which answers of a token endpoint end a login, and that every process learns of it.
import { JsonTokenStorage, silentLogger } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { startFaultyTokenEndpoint } from '../token-endpoint/start-faulty-token-endpoint.js'
import type { TokenOutcome } from '../token-endpoint/token-outcome.js'
import { key, type MemberOptions, ShiftedClock } from './__fixtures__/provider.js'
import { startMember } from './member-process.js'

const lifetimeMs = 3_600_000

const error = (name: string, status = 400): TokenOutcome => ({ kind: 'error', error: name, status })
const redirect: TokenOutcome = { kind: 'redirect', location: 'http://127.0.0.1:1/token' }

it.each<[string, TokenOutcome, string]>([
  ['400 invalid_grant', error('invalid_grant'), 'CCPROXY_CREDENTIAL_NEEDS_LOGIN'],
  ['401 invalid_grant', error('invalid_grant', 401), 'CCPROXY_CREDENTIAL_NEEDS_LOGIN'],
  ['401 invalid_client', error('invalid_client', 401), 'CCPROXY_OAUTH_CLIENT_REJECTED'],
  ['400 unauthorized_client', error('unauthorized_client'), 'CCPROXY_OAUTH_CLIENT_REJECTED'],
  ['400 invalid_request', error('invalid_request'), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
  ['400 invalid_scope', error('invalid_scope'), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
  ['400 unsupported_grant_type', error('unsupported_grant_type'), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
  ['400 of a code nobody knows', error('out_of_cheese'), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
  ['500 invalid_grant', error('invalid_grant', 500), 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['503 temporarily_unavailable', error('temporarily_unavailable', 503), 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['502 with a page', { kind: 'html' }, 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['429', { kind: 'rate-limited' }, 'CCPROXY_OAUTH_RATE_LIMITED'],
  ['302', redirect, 'CCPROXY_OAUTH_REDIRECT_REFUSED'],
])('%s, for three processes', async (_name, outcome, code) => {
  await using endpoint = await startFaultyTokenEndpoint({ outcome })
  await using root = await createTemporaryDirectory()
  const options: MemberOptions = {
    directory: `${root.path}/config`,
    stateDirectory: `${root.path}/state`,
    origin: 'https://api.acme.example',
    tokenUrl: endpoint.url,
    authorizeUrl: 'https://login.acme.example/authorize',
    revokeUrl: 'https://login.acme.example/revoke',
    clientId: 'client-1',
  }
  const clock = new ShiftedClock()
  const storage = new JsonTokenStorage({ ...options, logger: silentLogger, clock })
  const { accessToken, refreshToken } = endpoint.issue()
  const now = Date.now()
  await storage.write(
    key,
    {
      kind: 'oauth',
      flow: 'browser',
      grantId: 'grant-1',
      generation: 1,
      clientId: 'client-1',
      boundTo: {
        plugin: '@test/acme',
        tokenOrigin: new URL(endpoint.url).origin,
        apiOrigin: 'https://api.acme.example',
      },
      scopes: [],
      obtainedAt: now,
      expiresAt: now + lifetimeMs,
      accessToken,
      refreshToken,
      tokenType: 'Bearer',
      extra: {},
    },
    { expectedRevision: null },
  )
  const members = await Promise.all(Array.from({ length: 3 }, () => startMember(options)))
  try {
    const everyone = async (shiftMs: number): Promise<readonly object[]> => {
      await Promise.all(members.map((member) => member.begin({ shiftMs, callers: 5 })))
      return Promise.all(members.map((member) => member.outcome()))
    }
    for (const report of await everyone(2 * lifetimeMs)) expect(report).toMatchObject({ kind: 'failed', code })
    const isTerminal = code === 'CCPROXY_CREDENTIAL_NEEDS_LOGIN'
    // One of them asks and writes down that the login has ended; what is not the end each may find out for itself.
    expect(endpoint.requests.length).toBe(isTerminal ? 1 : 3)
    const stored = await storage.read(key)
    expect(stored?.needsLogin === undefined).toBe(!isTerminal)
    expect(stored).toMatchObject({ refreshToken })

    // The server is well again: only a login that had not ended is renewed.
    endpoint.script({ kind: 'grant' })
    const later = await everyone(30 * lifetimeMs)
    for (const report of later)
      expect(report).toMatchObject(isTerminal ? { kind: 'failed', code } : { kind: 'tokens', state: 'valid' })
    expect(endpoint.requests.length).toBe(isTerminal ? 1 : 4)
  } finally {
    await Promise.all(members.map((member) => member.kill('SIGKILL')))
  }
})
