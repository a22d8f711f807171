import type { JsonObject } from '../../model/json.js'
import type { StrictAnswer } from './strict-provider.js'

/** What goes over the wire. */
export function streamText(events: StrictAnswer['events']): string {
  const texts = events.map(
    (event) => `${nameOf(event)}data: ${typeof event === 'string' ? event : JSON.stringify(event)}`,
  )
  return `${texts.join('\n\n')}\n\n`
}

function nameOf(event: JsonObject | string): string {
  return typeof event === 'object' && typeof event['type'] === 'string' ? `event: ${event['type']}\n` : ''
}
