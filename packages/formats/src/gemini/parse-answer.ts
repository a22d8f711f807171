import { compact } from '../json/compact.js'
import type { Answer } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import { failureOf, parseFinishReason } from './finish-reason.js'
import { parseModelParts } from './model-parts.js'
import { newCallId, newResponseId } from './new-ids.js'
import { readChunk, requireAnswer } from './response-chunk.js'
import { parseUsage } from './usage.js'

/** @throws FormatError (502) when it is no answer */
export function parseAnswer(body: JsonObject): Answer {
  const chunk = readChunk(body)
  requireAnswer(chunk)
  const blocks = parseModelParts(chunk.parts, (_name, id) => id ?? newCallId())
  const hasCalls = blocks.some(({ type }) => type === 'tool-call')
  const name = chunk.finishReason ?? 'STOP'
  const finish = parseFinishReason(name, hasCalls)
  return compact({
    id: chunk.id ?? newResponseId(),
    model: chunk.model ?? '',
    blocks,
    finish,
    failure: finish === 'error' ? failureOf(name, chunk.finishMessage) : undefined,
    usage: chunk.usage && parseUsage(chunk.usage),
  })
}
