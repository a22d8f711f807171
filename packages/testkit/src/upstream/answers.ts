// Ready-made answers of a recording upstream.
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { cutConnection } from './cut-connection.js'
import type { RecordedRequest } from './recorded-request.js'

/** Answers one request; called when its body is complete, unless the upstream was told not to wait. */
export type Answer = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>

export interface AnswerHead {
  /** Default 200. */
  readonly status?: number
  readonly headers?: OutgoingHttpHeaders
}

/** Status, headers and body as given; no header is added but Node's own. */
export const answerWith =
  (body: string | Uint8Array, { status = 200, headers = {} }: AnswerHead = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }

export const answerJson = (value: unknown, { status, headers }: AnswerHead = {}): Answer =>
  answerWith(JSON.stringify(value), {
    status: status ?? 200,
    headers: { 'content-type': 'application/json', ...headers },
  })

export interface SseOptions extends AnswerHead {
  /** Before each event but the first. Default 0: one event per turn of the event loop. */
  readonly delayMs?: number
  /** After the last event: end well (default), stay silent, or cut the connection. */
  readonly afterwards?: 'end' | 'hang' | 'cut'
}

/** A string is written as it is (bring your own `\n\n`); an object becomes `event: <type>` and `data: <JSON>`. */
export const answerSse =
  (events: readonly (string | { readonly type: string })[], options: SseOptions = {}): Answer =>
  async (_request, response) => {
    const { status = 200, headers, delayMs = 0, afterwards = 'end' } = options
    response.writeHead(status, { 'content-type': 'text/event-stream', ...headers })
    response.flushHeaders()
    for (const [index, event] of events.entries()) {
      if (index > 0) await delay(delayMs)
      if (response.destroyed) return
      await write(
        response,
        typeof event === 'string' ? event : `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
      )
    }
    if (afterwards === 'end') response.end()
    if (afterwards === 'cut') cutConnection(response, 'end')
  }

/** Never answers; the connection stays open until one side ends it. */
export const hang = (): Answer => () => {}

/** The connection is reset before the first byte. */
export const resetConnection = (): Answer => (_request, response) => cutConnection(response, 'reset')

/** Promises the whole body in `content-length`, sends its first bytes, and cuts the connection. */
export const truncateAfter =
  (bytes: number, body: string, { status = 200, headers = {} }: AnswerHead = {}): Answer =>
  async (_request, response) => {
    const whole = Buffer.from(body)
    response.writeHead(status, { ...headers, 'content-length': whole.length })
    await write(response, whole.subarray(0, bytes))
    cutConnection(response, 'end')
  }

function write(response: ServerResponse, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    // Also called, with an error, when the client has gone: nobody is left to tell.
    response.write(chunk, () => resolve())
  })
}
