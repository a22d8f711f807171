// input_tokens: the request is the one that is to be counted, without what is about the answer.
import type { WireRequest } from '../codec.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { renderRequest } from './render-request.js'

/** The endpoint refuses other members. */
const counted: ReadonlySet<string> = new Set([
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'reasoning',
  'text',
  'truncation',
])

/** @throws FormatError (400) as `renderRequest` */
export function renderCountRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  const { body } = renderRequest(conversation, notes)
  const members = Object.entries(body).filter(([name]) => counted.has(name))
  return { path: '/v1/responses/input_tokens', body: Object.fromEntries(members) }
}

/** @throws FormatError (502) when it is no count */
export function parseCount(body: JsonObject): number {
  const reader = new ObjectReader(body, 502)
  return reader.optionalCount('input_tokens') ?? reader.fail('input_tokens', 'is required')
}

export function renderCount(inputTokens: number): JsonObject {
  return { object: 'response.input_tokens', input_tokens: inputTokens }
}
