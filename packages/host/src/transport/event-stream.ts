// What we may add to a stream of server-sent events, and where.
import type { CCProxyError, Dialect } from '@ccproxy/core'
import { clientMessage, errorBody } from './client-error.js'

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Knows whether the bytes so far end between two events: only there may anything be added. */
export class EventBoundary {
  /** The last four bytes, oldest first; the start of a stream is a boundary too. */
  #tail = (lineFeed << 8) | lineFeed

  push(chunk: Uint8Array): void {
    for (let index = Math.max(0, chunk.length - 4); index < chunk.length; index += 1)
      this.#tail = ((this.#tail << 8) | (chunk[index] ?? 0)) >>> 0
  }

  get isBetweenEvents(): boolean {
    const last = this.#tail & 0xff
    const before = (this.#tail >>> 8) & 0xff
    if (last === carriageReturn) return before === carriageReturn
    if (last !== lineFeed) return false
    if (before === lineFeed) return true
    return before === carriageReturn && ((this.#tail >>> 16) & 0xff) === lineFeed
  }
}

/** What keeps idle timers on the way quiet, in a form that the dialect's clients are known to skip. */
export function keepAliveEvent(dialect: Dialect | undefined): string {
  return dialect === 'anthropic-messages' ? 'event: ping\ndata: {"type":"ping"}\n\n' : ': keep-alive\n\n'
}

/** The last event of a stream that cannot be completed. */
export function errorEvent(
  error: CCProxyError,
  dialect: Dialect | undefined,
  context: { readonly requestId: string; readonly provider: string },
): string {
  if (dialect === 'openai-responses') {
    const event = { type: 'error', code: error.code, message: clientMessage(error, context.provider), param: null }
    return `event: error\ndata: ${JSON.stringify(event)}\n\n`
  }
  const data = `data: ${JSON.stringify(errorBody(error, error.status, dialect, context))}\n\n`
  return dialect === 'anthropic-messages' ? `event: error\n${data}` : data
}
