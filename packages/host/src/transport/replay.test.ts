// A token that the provider refuses: one renewal, one replay, else the provider's own words.
import { CCProxyError } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { fakeManager, fakeToken } from './__fixtures__/fake-provider.js'
import { ask, endRig, openSocket, requestBytes, startProxy, startReadingUpstream, until } from './__fixtures__/rig.js'

afterEach(endRig)

interface Seen {
  readonly authorization: string | undefined
  readonly length: number
}

/** Accepts only the named token; refuses all others with a body of some size. */
async function strictUpstream(accepted: string, refusal = 'refused'): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const url = await startReadingUpstream((incoming, outgoing, body) => {
    const { authorization } = incoming.headers
    seen.push({ authorization, length: body.length })
    if (authorization === `Bearer ${accepted}`) outgoing.end('welcome')
    else outgoing.writeHead(401, { 'x-refusal': 'own' }).end(`${refusal} ${authorization}`)
  })
  return { url, seen }
}

test.each([
  ['a small body', 10],
  ['a body in many pieces', 1_000_000],
])('%s is sent once more with the newer token', async (_name, length) => {
  const { url, seen } = await strictUpstream('fake-token-2')
  const manager = fakeManager(['fake-token-1', 'fake-token-2'])
  const proxy = await startProxy({ baseUrl: url, manager })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: Buffer.alloc(length, 'x') })
  expect([answer.status, answer.text]).toEqual([200, 'welcome'])
  expect(seen).toEqual([
    { authorization: 'Bearer fake-token-1', length },
    { authorization: 'Bearer fake-token-2', length },
  ])
  expect(manager.renewals()).toBe(1)
})

test('a second refusal is the provider’s own, and there is no third try', async () => {
  const { url, seen } = await strictUpstream('none')
  const proxy = await startProxy({
    baseUrl: url,
    manager: fakeManager(['fake-token-1', 'fake-token-2', 'fake-token-3']),
  })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' })
  expect([answer.status, answer.text, answer.headers['x-refusal']]).toEqual([401, 'refused Bearer fake-token-2', 'own'])
  expect(answer.headers['x-ccproxy-error']).toBeUndefined()
  expect(seen.length).toBe(2)
})

test.each([
  ['nothing newer exists', async () => fakeToken('fake-token-1')],
  [
    'the renewal fails',
    async () => {
      throw new CCProxyError('CCPROXY_OAUTH_INVALID_GRANT', 'gone')
    },
  ],
])('when %s, the first refusal goes out whole', async (_name, renewed) => {
  const { url, seen } = await strictUpstream('none', 'r'.repeat(300_000))
  const manager = fakeManager([], async (_key, options) =>
    options?.rejected === undefined ? fakeToken('fake-token-1') : renewed(),
  )
  const proxy = await startProxy({ baseUrl: url, manager })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' })
  expect([answer.status, answer.text]).toEqual([401, `${'r'.repeat(300_000)} Bearer fake-token-1`])
  expect(answer.complete).toBe(true)
  expect(seen.length).toBe(1)
})

test('a body that was not kept is not replayed, and the answer says so', async () => {
  const { url, seen } = await strictUpstream('fake-token-2')
  const manager = fakeManager(['fake-token-1', 'fake-token-2'])
  const proxy = await startProxy({ baseUrl: url, manager })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: Buffer.alloc(5_000_000) })
  expect([answer.status, answer.headers['x-ccproxy-replay']]).toEqual([401, 'off'])
  expect([seen.length, manager.renewals()]).toEqual([1, 0])
})

test('HEAD is replayed too', async () => {
  const { url } = await strictUpstream('fake-token-2')
  const proxy = await startProxy({ baseUrl: url, manager: fakeManager(['fake-token-1', 'fake-token-2']) })
  expect((await ask(`${proxy.url}/v1/models`, { method: 'HEAD' })).status).toBe(200)
})

test('a client that leaves during the renewal ends its wait', async () => {
  const { url, seen } = await strictUpstream('fake-token-2')
  let waiting = false
  const manager = fakeManager([], async (_key, options) => {
    if (options?.rejected === undefined) return fakeToken('fake-token-1')
    waiting = true
    return new Promise((_resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(new Error('left')))
    })
  })
  const proxy = await startProxy({ baseUrl: url, manager })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' }))
  await until(() => waiting)
  client.socket.destroy()
  await proxy.idle()
  expect(seen.length).toBe(1)
})
