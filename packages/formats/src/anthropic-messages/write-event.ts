import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import type { JsonObject } from '../model/json.js'
import { writeSse } from '../sse/write-sse.js'

/** An event of this dialect: its type is the event's name too. */
export function writeEvent(event: RawMessageStreamEvent | (JsonObject & { readonly type: string })): string {
  return writeSse({ event: event.type, data: JSON.stringify(event) })
}
