// The moment at which a refresh token leaves: before it, the token is unspent whatever happens.
import { describe, expect, it, vi } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { BeforeSend, Fetch } from '../http/http-client.js'
import type { AuthorizationCodeFlow } from '../oauth/oauth-flow.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { redeemTicketId } from '../storage/redeem-tickets.js'
import { credential, hour, key, manage } from './__fixtures__/managed-account.js'

const flow: AuthorizationCodeFlow = {
  kind: 'authorization-code',
  id: 'test',
  label: 'Test',
  pkce: 'S256',
  redirect: { kind: 'loopback' },
  authorizeUrl: 'https://login.acme.example/authorize',
  clientId: 'fake-client',
  scopes: [],
  token: { url: 'https://login.acme.example/token' },
}
const granted = { access_token: 'fake-access-token-number-2', token_type: 'Bearer', expires_in: 3600 }

const leaveAtOnce: Fetch = () => Promise.reject(new Error('a token request left without the step'))

/** A fetch that knows when a request leaves. `connect` comes before that. */
function gatedFetch(connect: () => Promise<void>, answer: () => Promise<Response>): Fetch {
  return Object.assign(leaveAtOnce.bind(undefined), {
    withBeforeSend:
      (beforeSend: BeforeSend): Fetch =>
      async () => {
        await connect()
        await beforeSend()
        return await answer()
      },
  })
}

async function expired(fetch: Fetch) {
  const storage = new MemoryTokenStorage()
  const markSent = vi.fn<(id: string) => Promise<void>>(async () => {})
  Object.assign(storage.tickets, { markSent })
  const account = manage({ storage, flows: [flow], fetch })
  await storage.write(key, credential(), { expectedRevision: null })
  account.clock.pass(2 * hour)
  const ticket = redeemTicketId('fake-refresh-1')
  return { ...account, storage, markSent, ticket }
}

describe('the ticket of a refresh token', () => {
  it('is marked as sent when the connection stands, not before', async () => {
    const order: string[] = []
    const { manager, markSent, ticket } = await expired(
      gatedFetch(
        async () => void order.push('connected'),
        async () => Response.json(granted),
      ),
    )
    markSent.mockImplementation(async (id) => void order.push(id === ticket ? 'marked' : 'another ticket'))
    expect((await manager.acquire(key)).reveal()).toBe(granted.access_token)
    expect(order).toEqual(['connected', 'marked'])
  })

  it('is free again after any failure before the token left', async () => {
    const { manager, storage, ticket } = await expired(
      gatedFetch(
        () => Promise.reject(new Error('the socket broke')),
        async () => Response.json(granted),
      ),
    )
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: expect.stringMatching(/^CCPROXY_OAUTH_/) })
    expect(await storage.tickets.take(ticket)).toBeUndefined()
  })

  it('keeps the token back when it cannot be marked, and says why', async () => {
    const answer = vi.fn<() => Promise<Response>>(async () => Response.json(granted))
    const { manager, storage, markSent, ticket } = await expired(gatedFetch(async () => {}, answer))
    markSent.mockRejectedValue(new CCProxyError('CCPROXY_STORAGE_FULL', 'no space left'))
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_FULL' })
    expect(answer).not.toHaveBeenCalled()
    expect(await storage.tickets.take(ticket)).toBeUndefined()
  })

  it('is of an unknown outcome after a failure once the token left', async () => {
    const { manager, storage, ticket } = await expired(
      gatedFetch(
        async () => {},
        () => Promise.reject(new Error('the socket broke')),
      ),
    )
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_CONNECTION_LOST' })
    expect(await storage.tickets.take(ticket)).toMatchObject({ outcome: 'unknown' })
  })
})
