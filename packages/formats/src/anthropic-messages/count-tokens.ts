import type { WireRequest } from '../codec.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { renderRequest } from './render-request.js'

/** What counts: the rest of a request is about the answer, and the endpoint refuses it. */
const counted: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'cache_control',
])

/** @throws FormatError (400) as `renderRequest` */
export function renderCountRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  const { body } = renderRequest(conversation, notes)
  const members = Object.entries(body).filter(([name]) => counted.has(name))
  return { path: '/v1/messages/count_tokens', body: Object.fromEntries(members) }
}

/** @throws FormatError (502) when it is no count */
export function parseCount(body: JsonObject): number {
  const reader = new ObjectReader(body, 502)
  return reader.optionalCount('input_tokens') ?? reader.fail('input_tokens', 'is required')
}

export function renderCount(inputTokens: number): JsonObject {
  return { input_tokens: inputTokens }
}
