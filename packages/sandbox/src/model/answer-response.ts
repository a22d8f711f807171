// The answer on its way: whole or as events, slowly or cut off where the model's name asks for it.
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from './answer.js'
import { slowModel, truncatingModel } from './deliberate-faults.js'
import type { Framing } from './find-route.js'
import type { ModelWire, WireEvent } from './model-wire.js'
import type { Question } from './question.js'

/** What `@hono/node-server` hands to a `fetch` beside the request. */
export interface ConnectionBindings {
  readonly outgoing: { destroy(): unknown }
}

export interface Delivery {
  readonly question: Question
  readonly answer: Answer
  readonly wire: ModelWire
  /** Absent: not streamed. */
  readonly framing: Framing | undefined
  readonly slowEventDelayMs: number
  readonly connection: ConnectionBindings | undefined
}

export async function answerResponse(delivery: Delivery): Promise<Response> {
  const { answer, wire, framing, slowEventDelayMs } = delivery
  if (framing !== undefined) {
    const type = framing === 'sse' ? 'text/event-stream' : 'application/json'
    return new Response(ReadableStream.from(streamed(delivery, framing)), {
      headers: { 'content-type': type, 'cache-control': 'no-cache', ...wire.limitHeaders },
    })
  }
  if (answer.model === slowModel) await delay(slowEventDelayMs)
  if (answer.model !== truncatingModel) return Response.json(wire.whole(answer), { headers: wire.limitHeaders })
  const bytes = encoder.encode(JSON.stringify(wire.whole(answer)))
  return new Response(ReadableStream.from(truncated(delivery, bytes)), {
    headers: { 'content-type': 'application/json', 'content-length': String(bytes.length) },
  })
}

async function* streamed(delivery: Delivery, framing: Framing): Chunks {
  const { question, answer, wire, slowEventDelayMs, connection } = delivery
  let sent = 0
  for (const event of wire.events(answer, question)) {
    if (answer.model === slowModel && sent > 0) await delay(slowEventDelayMs)
    yield encoder.encode(framing === 'sse' ? sseText(event) : `${sent === 0 ? '[' : ',\n'}${dataOf(event)}`)
    sent += 1
    if (answer.model === truncatingModel && sent === eventsBeforeCut) {
      await cut(connection)
      return
    }
  }
  if (framing === 'json-array') yield encoder.encode(']')
}

/** Promises more bytes than it sends. */
async function* truncated({ connection }: Delivery, bytes: Uint8Array): Chunks {
  yield bytes.subarray(0, bytes.length / 2)
  await cut(connection)
}

type Chunks = AsyncGenerator<Uint8Array, void, undefined>

async function cut(connection: ConnectionBindings | undefined): Promise<void> {
  // Until what was written is on its way: without it, the cut would come before the first byte.
  await delay(flushMs)
  if (connection === undefined) throw new TypeError('the answer is cut off on purpose')
  connection.outgoing.destroy()
}

const dataOf = ({ data }: WireEvent): string => (typeof data === 'string' ? data : JSON.stringify(data))

const sseText = (event: WireEvent): string =>
  `${event.event === undefined ? '' : `event: ${event.event}\n`}data: ${dataOf(event)}\n\n`

const encoder = new TextEncoder()
const eventsBeforeCut = 5
const flushMs = 20
