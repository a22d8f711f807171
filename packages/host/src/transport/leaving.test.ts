// A client that leaves takes the request to the provider with it, whatever the exchange is waiting for.
import { createHookBus, silentLogger } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { type FakeAnswer, json, message, refusing, startRouter } from '../routing/__fixtures__/routing-rig.js'
import { fakeManager, fakeToken } from './__fixtures__/fake-provider.js'
import { endRig, openSocket, type Proxy, requestBytes, startProxy, startUpstream, until } from './__fixtures__/rig.js'

afterEach(endRig)

const patience = { timeout: 20_000 }
const post = { method: 'POST', headers: json, body: message('claude/m') }

/** An upstream that never completes an answer, and knows which of its requests are open. */
function silentUpstream(answer: FakeAnswer = () => {}): {
  readonly answer: FakeAnswer
  readonly state: { asked: number; open: number }
} {
  const state = { asked: 0, open: 0 }
  return {
    state,
    answer(incoming, outgoing) {
      state.asked += 1
      state.open += 1
      outgoing.once('close', () => {
        state.open -= 1
      })
      answer(incoming, outgoing)
    },
  }
}

async function leave(proxy: Pick<Proxy, 'url' | 'idle'>, isReached: () => boolean): Promise<void> {
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, post))
  await until(isReached)
  client.socket.destroy()
  await proxy.idle()
}

test('while the first token is waited for', async () => {
  let signal: AbortSignal | undefined
  const manager = fakeManager([], async (_key, options) => {
    signal = options?.signal
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal?.reason))
    })
  })
  const { answer, state } = silentUpstream()
  await leave(await startProxy({ baseUrl: await startUpstream(answer), manager }), () => signal !== undefined)
  expect([signal?.aborted, state.asked]).toEqual([true, 0])
})

test('while a plugin looks at the request', async () => {
  const hooks = createHookBus(silentLogger)
  let isAsked = false
  hooks.interceptRequest({
    name: 'slow',
    needs: 'head',
    handler: async ({ signal }) => {
      isAsked = true
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    },
  })
  const { answer, state } = silentUpstream()
  await leave(await startProxy({ baseUrl: await startUpstream(answer), hooks }), () => isAsked)
  expect(state.asked).toBe(0)
})

test('while the second answer after a renewal is waited for', async () => {
  const { answer, state } = silentUpstream(({ headers }, outgoing) => {
    if (headers.authorization === 'Bearer fake-token-1') outgoing.writeHead(401).end()
  })
  const manager = fakeManager(['fake-token-1', 'fake-token-2'])
  await leave(await startProxy({ baseUrl: await startUpstream(answer), manager }), () => state.asked === 2)
  await expect.poll(() => state.open, patience).toBe(0)
})

test('while a refusal is held until the token is renewed', async () => {
  const { answer, state } = silentUpstream((_incoming, outgoing) => void outgoing.writeHead(401).write('refused'))
  let isRenewing = false
  const manager = fakeManager([], async (_key, options) => {
    if (options?.rejected === undefined) return fakeToken('fake-token-1')
    isRenewing = true
    return new Promise((_resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(new Error('left')))
    })
  })
  await leave(await startProxy({ baseUrl: await startUpstream(answer), manager }), () => isRenewing)
  await expect.poll(() => state.open, patience).toBe(0)
})

const fallbacks = ['openai/backup']

test('while the start of a refusal is read, to know whether another provider is asked', async () => {
  const { answer, state } = silentUpstream((_incoming, outgoing) => void outgoing.writeHead(500).write('{"error":'))
  const router = await startRouter({ providers: { claude: { answer }, openai: {} }, fallbacks })
  await leave(router, () => state.asked === 1)
  await expect.poll(() => state.open, patience).toBe(0)
  expect(router.seen['openai']).toEqual([])
})

test('while the provider that was asked instead is waited for', async () => {
  const { answer, state } = silentUpstream()
  const providers = { claude: { answer: refusing(500) }, openai: { answer } }
  await leave(await startRouter({ providers, fallbacks }), () => state.asked === 1)
  await expect.poll(() => state.open, patience).toBe(0)
})

test('while an answer that another provider gives comes in', async () => {
  const { answer, state } = silentUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
  })
  const router = await startRouter({ providers: { claude: { answer: refusing(429) }, openai: { answer } }, fallbacks })
  const client = await openSocket(router.url, requestBytes(`${router.url}/v1/messages`, post))
  await until(() => client.received().includes('data: 1'))
  client.socket.destroy()
  await expect.poll(() => state.open, patience).toBe(0)
  await router.idle()
})
