import type { ContentBlockParam } from '@anthropic-ai/sdk/resources/messages'
import type { JsonObject } from '../model/json.js'

/** A part of a message; JSON where it is only handed on. */
export type DraftBlock = ContentBlockParam | JsonObject

/** A message in the making. */
export interface DraftMessage {
  readonly role: 'user' | 'assistant' | 'system'
  readonly content: readonly DraftBlock[]
}
