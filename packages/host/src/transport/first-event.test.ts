// One event, then silence: it is with the client, whatever is done to it on the way.
import { PassThrough, type Transform } from 'node:stream'
import { constants, createBrotliCompress, createGzip } from 'node:zlib'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { chatEvents, eventStream } from '../translation/__fixtures__/answers.js'
import { asks } from '../translation/__fixtures__/requests.js'
import { endRig, openSocket, requestBytes, startProxy, startUpstream } from './__fixtures__/rig.js'

afterEach(endRig)

// Loaded when it is needed, which no test is to wait for.
beforeAll(async () => {
  await import('../translation/translate-exchange.js')
})

const patience = { timeout: 20_000 }
const gzip = (): Transform => createGzip({ flush: constants.Z_SYNC_FLUSH })
const brotli = (): Transform => createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH })
const plain = (): Transform => new PassThrough()

async function ask(path: string, encoding: string | undefined, encoder: () => Transform): Promise<() => Buffer> {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { ...eventStream, ...(encoding !== undefined && { 'content-encoding': encoding }) })
    const stream = encoder()
    stream.pipe(outgoing)
    stream.write(chatEvents[0])
  })
  const proxy = await startProxy({ baseUrl: upstream, adapter: { dialects: ['openai-chat'] } })
  const { received } = await openSocket(proxy.url, requestBytes(`${proxy.url}${path}`, asks(path, { stream: true })))
  return received
}

test.each([
  ['passes', '/v1/chat/completions', undefined, plain],
  ['is translated', '/v1/messages', undefined, plain],
  ['is decoded from gzip and translated', '/v1/messages', 'gzip', gzip],
  ['is decoded from br and translated', '/v1/messages', 'br', brotli],
])('an event that %s is there before the next', async (_name, path, encoding, encoder) => {
  const received = await ask(path, encoding, encoder)
  await expect.poll(() => received().toString(), patience).toContain('Grü')
})

test('an event that passes encoded is there before the next', async () => {
  // Whatever its bytes are: nobody looks into them.
  const bytes = Buffer.from('1f8b0800', 'hex')
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { ...eventStream, 'content-encoding': 'gzip' }).write(bytes)
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const { received } = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  await expect.poll(() => received().includes(bytes), patience).toBe(true)
})
