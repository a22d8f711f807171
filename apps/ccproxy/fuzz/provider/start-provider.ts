// A provider that does to its clients whatever the number of their request says.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Dialect } from '@ccproxy/core'
import { Random } from '../../soak/random.ts'
import { isRecord, type Json, mutated } from '../requests/mutate-json.ts'
import { rawAnswers } from './raw-answers.ts'
import { sampleAnswers, sampleEvents } from './sample-answer.ts'

export interface Provider {
  readonly baseUrl: string
  stop(): Promise<void>
}

/**
 * @param seed together with the `x-fuzz` of a request it decides what becomes of it
 * @param onLeak a request came with something that is not a provider's to see
 */
export async function startProvider(seed: number, onLeak: (what: string) => void): Promise<Provider> {
  const server = createServer({ maxHeaderSize: 1024 * 1024, requireHostHeader: false }, (incoming, outgoing) => {
    incoming.on('error', () => {})
    outgoing.on('error', () => {})
    for (const what of leaks(incoming)) onLeak(what)
    const random = new Random(seed + Number(incoming.headers['x-fuzz'] ?? 0) * 7919)
    void misbehave(random, incoming, outgoing)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function leaks({ headers }: IncomingMessage): readonly string[] {
  const names = Object.keys(headers).filter((name) =>
    /^(?:x-ccproxy-.*|x-injected|cookie|origin|x-api-key|expect)$/.test(name),
  )
  return headers.authorization === 'Bearer fake-token-1' ? names : [...names, 'authorization']
}

async function misbehave(random: Random, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  if (random.chance(0.9)) {
    incoming.resume()
    if (!incoming.complete)
      await Promise.race([once(incoming, 'end').catch(() => {}), once(incoming, 'close'), delay(200)])
  }
  const dialect = random.chance(0.9) ? dialectOf(incoming.url ?? '') : random.pick(['gemini', 'openai-chat'])
  switch (random.weighted({ answer: 45, events: 30, refusal: 10, raw: 10, reset: 3, silence: 0.3 })) {
    case 'answer':
      return answer(random, dialect, outgoing)
    case 'events':
      return events(random, dialect, outgoing)
    case 'refusal':
      return refusal(random, outgoing)
    case 'raw':
      outgoing.socket?.end(Buffer.from(random.pick(rawAnswers), 'latin1'))
      return
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return
    case 'silence':
  }
}

function dialectOf(path: string): Dialect {
  if (path.includes('models/')) return 'gemini'
  if (path.includes('/responses')) return 'openai-responses'
  return path.includes('/chat') ? 'openai-chat' : 'anthropic-messages'
}

function answer(random: Random, dialect: Dialect, outgoing: ServerResponse): void {
  const sample = sampleAnswers[dialect]
  const text = JSON.stringify(random.chance(0.5) ? sample : mutated(random, sample)) ?? ''
  const isZipped = random.chance(0.1)
  outgoing.writeHead(200, {
    'content-type': random.chance(0.95) ? 'application/json' : 'text/html',
    ...(isZipped && { 'content-encoding': 'gzip' }),
  })
  outgoing.end(isZipped ? gzipSync(text) : text)
}

async function events(random: Random, dialect: Dialect, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
  const damage = random.chance(0.5) ? 0 : random.pick([0.1, 0.3])
  for (const event of sampleEvents[dialect]) {
    if (outgoing.destroyed) return
    if (random.chance(damage * 0.3)) break
    const shown: Json = random.chance(damage) ? mutated(random, event) : event
    const text = framedEvent(random, shown)
    const cut = random.between(0, text.length)
    outgoing.write(text.slice(0, cut))
    if (random.chance(0.2)) await (random.chance(0.1) ? delay(random.between(1, 20)) : turn())
    outgoing.write(text.slice(cut))
  }
  if (random.chance(damage)) outgoing.destroy()
  else outgoing.end()
}

function framedEvent(random: Random, event: Json): string {
  const data = typeof event === 'string' ? event : (JSON.stringify(event) ?? '')
  const type = isRecord(event) ? event['type'] : undefined
  const end = random.chance(0.95) ? '\n\n' : random.pick(['\r\n\r\n', '\r\r', '\n', '\n\n\n', '\n: comment\n\n'])
  return `${typeof type === 'string' ? `event: ${type.replaceAll(/[\r\n]/g, '')}\n` : ''}data: ${data}${end}`
}

function refusal(random: Random, outgoing: ServerResponse): void {
  const status = random.pick([400, 401, 402, 403, 404, 405, 408, 409, 413, 422, 429, 499, 500, 501, 502, 503, 504, 529])
  const error: Json = { type: 'error', error: { type: 'overloaded_error', code: 'x', status: 'X', message: 'no' } }
  const body = random.chance(0.4) ? error : mutated(random, random.chance(0.5) ? error : [error])
  const retryAfter = random.chance(0.3) ? { 'retry-after': random.pick(['0', '0.001', 'x', '-5']) } : {}
  outgoing.writeHead(status, { 'content-type': 'application/json', ...retryAfter }).end(JSON.stringify(body) ?? '')
}
