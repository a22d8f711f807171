// What a connection that lives on still holds of the requests that it carried. Not among the unit tests: nock holds requests too.
import { once } from 'node:events'
import { Agent, request, ServerResponse } from 'node:http'
import { queryObjects } from 'node:v8'
import { afterEach, expect, test } from 'vitest'
import { chatEvents, eventStream, json } from '../translation/__fixtures__/answers.js'
import { asks } from '../translation/__fixtures__/requests.js'
import { endRig, onEnd, startProxy, startReadingUpstream } from './__fixtures__/rig.js'

afterEach(endRig)

const stream = asks('/v1/chat/completions', { stream: true }).body ?? ''

/** Each kind of request has its own way through the transport. */
const kinds = [
  ['that is short', '/v1/files', 'x'],
  ['of 200 KB', '/v1/files', 'x'.repeat(200_000)],
  ['that is too large to be kept', '/v1/files', 'x'.repeat(5_000_000)],
  ['that is refused', '/v1/refused', 'x'.repeat(200_000)],
  ['for a stream', '/v1/chat/completions', stream],
  ['for a translated stream', '/v1/messages', asks('/v1/messages', { stream: true }).body ?? ''],
] as const

test.each(kinds)('a request %s is let go of, while its connections live on', async (_name, path, body) => {
  const upstream = await startReadingUpstream(({ url }, outgoing) => {
    if (url === '/v1/chat/completions') outgoing.writeHead(200, eventStream).end(chatEvents.join(''))
    else outgoing.writeHead(url === '/v1/refused' ? 429 : 200, json).end('{}')
  })
  const proxy = await startProxy({ baseUrl: upstream, adapter: { dialects: ['openai-chat'] } })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onEnd(() => agent.destroy())
  const post = async (): Promise<void> => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asked = request(`${proxy.url}${path}`, { agent, method: 'POST', headers }).end(body)
    const [answer] = await once(asked, 'response')
    await once(answer.resume(), 'end')
    await proxy.idle()
  }
  const times = async (count: number): Promise<number> => {
    for (let time = 0; time < count; time += 1) await post()
    return queryObjects(ServerResponse, { format: 'count' })
  }
  const before = await times(5)
  // The last one of each connection may still be there.
  expect(await times(20)).toBeLessThanOrEqual(before + 2)
})
