// countTokens: the request is the one that is to be counted, the answer one number.
import type { WireRequest } from '../codec.js'
import { isJsonObject } from '../json/is-json-object.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { parseBody } from './parse-request.js'
import { renderBody } from './render-request.js'
import { modelPath, parsePath, resourceName } from './request-path.js'

/**
 * A bare `{contents}`, or a whole request in `generateContentRequest`.
 * @throws FormatError (400) that names the field
 */
export function parseCountRequest({ path, body }: WireRequest): Conversation {
  const { model } = parsePath(path)
  const whole = body['generateContentRequest'] ?? body['generate_content_request']
  return parseBody(isJsonObject(whole) ? whole : body, model)
}

/** @throws FormatError (400) as `renderRequest` */
export function renderCountRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  const { model } = conversation
  const request = { model: resourceName(model), ...renderBody(conversation, notes) }
  return { path: modelPath(model, 'countTokens'), body: { generateContentRequest: request } }
}

/** @throws FormatError (502) when it is no count */
export function parseCount(body: JsonObject): number {
  const reader = new ObjectReader(body, 502)
  return reader.optionalCount('totalTokens') ?? reader.fail('totalTokens', 'is required')
}

export function renderCount(inputTokens: number): JsonObject {
  return { totalTokens: inputTokens }
}
