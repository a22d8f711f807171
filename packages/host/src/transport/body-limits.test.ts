import type { ServerResponse } from 'node:http'
import { createHookBus, silentLogger } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { type Answer, ask, endRig, startProxy, startReadingUpstream, until } from './__fixtures__/rig.js'

afterEach(endRig)

const headers = ['content-type', 'application/json']
const message = (padding: number): string =>
  JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x'.repeat(padding) }] })

test('a body that must be read whole while others have all the memory may come again', async () => {
  const answers: ServerResponse[] = []
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => void answers.push(outgoing))
  const proxy = await startProxy({ baseUrl, replayBudgetBytes: 10_000 })
  const send = async (padding: number): Promise<Answer> =>
    ask(`${proxy.url}/v1/chat/completions`, { method: 'POST', headers, body: message(padding) })
  const first = send(8000)
  await until(() => answers.length === 1)
  const second = await send(8000)
  expect([second.status, second.headers['x-ccproxy-error'], second.headers['x-should-retry']]).toEqual([
    503,
    'CCPROXY_HTTP_BUSY',
    undefined,
  ])
  // No waiting would help this one.
  expect((await send(20_000)).status).toBe(413)
  answers[0]?.writeHead(529).end('{}')
  await first
  const third = send(8000)
  await until(() => answers.length === 2)
  answers[1]?.writeHead(529).end('{}')
  expect((await third).headers['x-ccproxy-error']).toBeUndefined()
})

test.each([99_999, 0, 200, Number.NaN])(
  'a plugin that refuses with the status %d refuses with ours',
  async (status) => {
    const baseUrl = await startReadingUpstream((_incoming, outgoing) => outgoing.end('ok'))
    const hooks = createHookBus(silentLogger)
    const stop = hooks.interceptRequest({
      name: 'odd',
      needs: 'head',
      handler: async () => ({ reject: { status, message: 'no' } }),
    })
    const proxy = await startProxy({ baseUrl, hooks })
    const refused = await ask(`${proxy.url}/v1/models`)
    expect([refused.status, refused.headers['x-ccproxy-error']]).toEqual([403, 'CCPROXY_REQUEST_REJECTED'])
    stop()
    expect((await ask(`${proxy.url}/v1/models`)).text).toBe('ok')
    await proxy.idle()
  },
)
