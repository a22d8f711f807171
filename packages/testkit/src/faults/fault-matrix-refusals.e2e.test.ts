// Every way in which a token endpoint fails: what is said, what is stored, what is sent, and how it ends.
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type ErrorCode, errorDefinition, type Fetch } from '@ccproxy/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TokenOutcome } from '../token-endpoint/token-outcome.js'
import { hour, key, type ManagedLogin, startManagedLogin, storedGeneration } from './__fixtures__/managed-login.js'

/** Where the first request goes instead of to the endpoint. */
type Detour = 'refused' | 'unknown-name' | 'reset-at-once'

interface Row {
  readonly fault: string
  readonly does: TokenOutcome | Detour
  readonly code: ErrorCode
  readonly says: RegExp
  /** Absent: the hint of the error table. */
  readonly hint?: string
  /** The server has rotated: the token that we hold is of no use any more. */
  readonly spent?: true
}

const lost = {
  code: 'CCPROXY_OAUTH_CONNECTION_LOST',
  says: /broke the connection before its answer was complete/,
} as const
const invalid = { code: 'CCPROXY_OAUTH_ANSWER_INVALID' } as const
const json = 'application/json'

const rows: readonly Row[] = [
  {
    fault: 'a name that does not exist',
    does: 'unknown-name',
    code: 'CCPROXY_OAUTH_UNREACHABLE',
    hint: 'Check the host name in the settings (base_url, token_url), and the DNS of this machine.',
    says: /nothing was sent: .*\((ENOTFOUND|EAI_AGAIN)\)/,
  },
  {
    fault: 'a refused connection',
    does: 'refused',
    code: 'CCPROXY_OAUTH_UNREACHABLE',
    hint: 'Check host and port in the settings (base_url, token_url), and that the server runs.',
    says: /nothing was sent: the port refuses connections \(ECONNREFUSED\)/,
  },
  { fault: 'a reset before the request was read', does: 'reset-at-once', ...lost },
  { fault: 'a reset after the request was read', does: { kind: 'reset' }, ...lost },
  {
    fault: 'silence',
    does: { kind: 'hang' },
    code: 'CCPROXY_OAUTH_TIMEOUT',
    says: /did not answer in time/,
  },
  { fault: 'a rotation whose answer is dropped', does: { kind: 'rotate-then-drop' }, ...lost, spent: true },
  { fault: 'a rotation whose answer ends in its middle', does: { kind: 'rotate-then-cut' }, ...lost, spent: true },
  {
    fault: '429',
    does: { kind: 'rate-limited' },
    code: 'CCPROXY_OAUTH_RATE_LIMITED',
    says: /rate_limited/,
  },
  ...[500, 502, 503, 504].map(
    (status): Row => ({
      fault: `a page with status ${status}`,
      does: { kind: 'html', status },
      code: 'CCPROXY_OAUTH_SERVER_ERROR',
      says: new RegExp(`answered status ${status}`),
    }),
  ),
  {
    fault: 'a page with status 200',
    does: { kind: 'html', status: 200 },
    ...invalid,
    says: /something else than a JSON object/,
  },
  {
    fault: 'JSON that ends early',
    does: { kind: 'raw', status: 200, body: '{"access_token":"fake-' },
    ...invalid,
    says: /something else than a JSON object/,
  },
  {
    fault: 'an empty answer',
    does: { kind: 'raw', status: 200, body: '' },
    ...invalid,
    says: /something else than a JSON object/,
  },
  {
    fault: 'a body of 2 MB',
    does: { kind: 'raw', status: 200, body: `{"access_token":"${'x'.repeat(2_000_000)}"}`, contentType: json },
    ...invalid,
    says: /more than 1 MiB/,
  },
  {
    fault: 'an answer without a token',
    does: { kind: 'raw', status: 200, body: '{}' },
    ...invalid,
    says: /gave no usable token/,
  },
  {
    fault: 'a token type that nobody can use',
    does: { kind: 'grant', fields: { token_type: 'mac' } },
    ...invalid,
    says: /token_type is not one we can use/,
    spent: true,
  },
  {
    fault: 'invalid_client',
    does: { kind: 'error', error: 'invalid_client', status: 401 },
    code: 'CCPROXY_OAUTH_CLIENT_REJECTED',
    says: /answered invalid_client/,
  },
  {
    fault: 'unauthorized_client',
    does: { kind: 'error', error: 'unauthorized_client' },
    code: 'CCPROXY_OAUTH_CLIENT_REJECTED',
    says: /answered unauthorized_client/,
  },
  {
    fault: 'invalid_scope',
    does: { kind: 'error', error: 'invalid_scope' },
    code: 'CCPROXY_OAUTH_REQUEST_REJECTED',
    says: /answered invalid_scope/,
  },
]

let deaf: Server
let resetting: Server
let refusedPort = 0

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

beforeAll(async () => {
  // The kernel has taken the request by then, and nobody has read it.
  resetting = createServer({ pauseOnConnect: true }, (socket: Socket) => setTimeout(() => socket.resetAndDestroy(), 50))
  await listening(resetting)
  deaf = createServer()
  refusedPort = await listening(deaf)
  deaf.close()
})
afterAll(() => {
  resetting.close()
})

function addressOf(detour: Detour): string {
  if (detour === 'unknown-name') return 'https://nowhere.invalid/token'
  const address = resetting.address()
  const port = detour === 'refused' || typeof address !== 'object' ? refusedPort : address?.port
  return `http://127.0.0.1:${port}/token`
}

/** Real connections, but nobody waits two minutes for silence. */
function fetchWith(does: Row['does']): Fetch {
  let requests = 0
  return (input, init) => {
    requests += 1
    const address = typeof does === 'string' && requests === 1 ? addressOf(does) : input
    const timeout = AbortSignal.timeout(typeof does === 'object' && does.kind === 'hang' ? 200 : 10_000)
    return fetch(address, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout })
  }
}

async function expired({ does }: Row): Promise<ManagedLogin> {
  const login = await startManagedLogin({ fetch: fetchWith(does) })
  if (typeof does === 'object') login.endpoint.script(does)
  login.clock.advance(hour + 1)
  return login
}

describe.each(rows)('$fault', (row) => {
  const { does, code, says, hint = errorDefinition(code).hint } = row
  const arrived = typeof does === 'string' ? 0 : 1

  it('is named, told, changes nothing that is stored, and is asked once', async () => {
    await using login = await expired(row)
    const { manager, endpoint, events } = login
    const error: unknown = await manager.acquire(key).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code, hint, message: expect.stringMatching(says) })
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_REFRESH_LIMIT' })

    const { state, lastError } = await manager.snapshot(key)
    expect([state, lastError?.code, lastError?.hint]).toEqual(['expired', code, hint])
    expect(await storedGeneration(login)).toBe(1)
    expect(events).toEqual([
      ['oauth.error', { key, flow: 'device', code, hint, message: expect.stringMatching(/^acme\/default: /) }],
    ])
    expect(JSON.stringify(events)).not.toContain('fake-refresh-token')
    expect(endpoint.requests).toHaveLength(arrived)
    expect([endpoint.family.replays, endpoint.family.revoked]).toEqual([0, false])
  })

  it('leaves a living token in use', async () => {
    await using login = await startManagedLogin({ fetch: fetchWith(does) })
    const { manager, endpoint, clock, events } = login
    if (typeof does === 'object') endpoint.script(does)
    clock.advance(hour - 30_000)
    for (let request = 0; request < 3; request += 1)
      expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-1')
    await expect.poll(() => events.length).toBe(1)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-1')
    expect(endpoint.requests).toHaveLength(arrived)
    expect(events).toMatchObject([['oauth.error', { code }]])
  })
})

it.each(rows.filter(({ spent }) => spent === undefined))('$fault passes: the next try renews', async (row) => {
  await using login = await expired(row)
  const { manager, endpoint, events, clock } = login
  await expect(manager.acquire(key)).rejects.toMatchObject({ code: row.code })
  clock.advance(600_000)
  expect((await manager.acquire(key)).state).toBe('valid')
  expect(await storedGeneration(login)).toBe(2)
  expect(events.at(-1)).toMatchObject(['oauth.refresh.response', { source: 'network' }])
  expect([endpoint.family.rotations, endpoint.family.replays]).toEqual([1, 0])
})

it.each(rows.filter(({ spent }) => spent))('$fault ends, after one more try, in a loss that is named', async (row) => {
  await using login = await expired(row)
  const { manager, endpoint, events, clock } = login
  await expect(manager.acquire(key)).rejects.toMatchObject({ code: row.code })
  clock.advance(600_000)
  const loss = { code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN', hint: 'Run: ccproxy auth login acme' }
  await expect(manager.acquire(key)).rejects.toMatchObject(loss)
  const { state, lastError } = await manager.snapshot(key)
  expect(state).toBe('needs-login')
  expect(lastError?.hint).toMatch(`a refresh by process ${process.pid} was interrupted at`)
  expect(Date.parse(/at (\S+)/.exec(lastError?.hint ?? '')?.[1] ?? '')).toBeCloseTo(Date.now(), -5)
  expect(events.at(-1)).toMatchObject(['oauth.error', loss])
  clock.advance(hour)
  await expect(manager.acquire(key)).rejects.toMatchObject(loss)
  expect(endpoint.requests).toHaveLength(2)
})
