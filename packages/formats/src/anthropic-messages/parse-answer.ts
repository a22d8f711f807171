import { ObjectReader } from '../json/object-reader.js'
import type { Answer } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import { parseAssistantBlocks } from './parse-assistant-blocks.js'
import { refusalOf } from './refusal.js'
import { parseStopReason } from './stop-reasons.js'
import { parseUsage } from './usage.js'

/** @throws FormatError (502) when it is no message */
export function parseAnswer(body: JsonObject): Answer {
  const message = new ObjectReader(body, 502)
  const content = parseAssistantBlocks(message.children('content'), { extras: new Map() })
  const refusal = content.length === 0 ? refusalOf(message.any('stop_details')) : undefined
  const stopSequence = message.optionalString('stop_sequence')
  const usage = message.optionalChild('usage')
  const reason = message.optionalString('stop_reason')
  const finish = parseStopReason(reason)
  return {
    id: message.string('id'),
    model: message.string('model'),
    blocks: refusal === undefined ? content : [refusal],
    finish,
    ...(finish === 'error' && reason !== undefined && { failure: { reason } }),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(usage !== undefined && { usage: parseUsage(usage.object) }),
  }
}
