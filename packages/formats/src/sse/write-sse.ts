import type { SseEvent } from './sse-event.js'

/** The event as it is sent, with the empty line that ends it. */
export function writeSse({ event, data }: SseEvent): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`)
  return `${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`
}
