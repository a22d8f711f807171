import type { SseEvent } from './sse-event.js'

/** The event as it is sent, with the empty line that ends it. */
export function writeSse({ event, data }: SseEvent): string {
  const name = event === undefined ? '' : `event: ${event}\n`
  // JSON, which is what nearly all of it is, has no ends of lines.
  if (!data.includes('\n') && !data.includes('\r')) return `${name}data: ${data}\n\n`
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`)
  return `${name}${lines.join('')}\n`
}
