import { FormatError } from '../format-error.js'
import { ObjectReader } from '../json/object-reader.js'
import type { JsonObject } from '../model/json.js'
import { readParts } from './parse-contents.js'

/** What a GenerateContentResponse says: an answer, or one chunk of it. */
export interface ResponseChunk {
  readonly id: string | undefined
  readonly model: string | undefined
  readonly parts: readonly ObjectReader[]
  /** As Google names it; `SAFETY` and its like for a prompt that was blocked too. */
  readonly finishReason: string | undefined
  /** What Google says about the reason. */
  readonly finishMessage: string | undefined
  /** Of `parseUsage`, where it is wanted: a stream has one in each of its chunks, and the last one counts. */
  readonly usage: ObjectReader | undefined
}

/** @throws FormatError (502) when it is none */
export function readChunk(body: JsonObject): ResponseChunk {
  const reader = new ObjectReader(body, 502)
  const candidates = reader.optionalChildren('candidates')
  // Of several answers the first is the answer: requests ask for one.
  const candidate = candidates.find(({ object }) => (object['index'] ?? 0) === 0)
  const content = candidate?.optionalChild('content')
  return {
    id: reader.optionalString('responseId'),
    model: reader.optionalString('modelVersion'),
    parts: content === undefined ? [] : readParts(content),
    finishReason: candidate?.optionalString('finishReason') ?? blockReason(reader),
    finishMessage: candidate?.optionalString('finishMessage'),
    usage: reader.optionalChild('usageMetadata'),
  }
}

/** Reasons to block a prompt have names of their own; all of them are filters. */
function blockReason(reader: ObjectReader): string | undefined {
  const reason = reader.optionalChild('promptFeedback')?.optionalString('blockReason')
  return reason === undefined || reason === 'BLOCKED_REASON_UNSPECIFIED' ? undefined : 'PROHIBITED_CONTENT'
}

/** @throws FormatError (502) when the answer says nothing at all */
export function requireAnswer({ parts, finishReason }: ResponseChunk): void {
  if (parts.length === 0 && finishReason === undefined) {
    throw new FormatError(502, 'The provider answered without a candidate', 'candidates')
  }
}
