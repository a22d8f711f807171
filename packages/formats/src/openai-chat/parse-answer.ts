import { FormatError } from '../format-error.js'
import { compact } from '../json/compact.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Answer } from '../model/answer.js'
import type { AssistantBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { parseStreamError } from '../openai/errors.js'
import { returnSeal } from '../seal/seal-holders.js'
import { parseAnswerContent } from './answer-content.js'
import { parseFinish } from './finish-reason.js'
import { parseImages } from './parse-images.js'
import { parseReasoning } from './parse-reasoning.js'
import { parseToolCalls } from './parse-tool-calls.js'
import { parseUsage } from './usage.js'

/** The first choice. @throws FormatError (502) when it is no answer, or an error that was answered 200 */
export function parseAnswer(body: JsonObject): Answer {
  const answer = new ObjectReader(body, 502)
  const [choice] = answer.optionalChildren('choices')
  const failure = body['error'] ?? choice?.object['error']
  if (failure !== undefined && failure !== null) {
    throw new FormatError(502, `The provider answered an error: ${parseStreamError({ error: failure }).message}`)
  }
  if (choice === undefined) return answer.fail('choices', 'is required, with one choice')
  const blocks = parseBlocks(choice.child('message'))
  const reason = choice.optionalString('finish_reason') ?? 'stop'
  const finish = parseFinish(reason, {
    hasToolCall: blocks.some(({ type }) => type === 'tool-call'),
    hasRefusal: blocks.some(({ type }) => type === 'refusal'),
  })
  return compact({
    id: answer.optionalString('id') ?? '',
    model: answer.optionalString('model') ?? '',
    blocks,
    finish,
    failure: finish === 'error' ? { reason } : undefined,
    usage: parseUsage(answer),
    createdAt: answer.optionalNumber('created') || undefined,
  })
}

function parseBlocks(message: ObjectReader): readonly AssistantBlock[] {
  const { blocks, travelling } = parseReasoning(message)
  const refusal = message.optionalString('refusal')
  const { thoughts, text } = parseAnswerContent(message.any('content'))
  const all: readonly AssistantBlock[] = [
    ...blocks,
    ...(thoughts === '' || blocks.length > 0 ? [] : [{ type: 'reasoning' as const, texts: [thoughts] }]),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...(refusal === undefined || refusal === '' ? [] : [{ type: 'refusal' as const, text: refusal }]),
    ...parseImages(message),
    ...parseToolCalls(message),
  ]
  return travelling.reduce((turn, seal) => returnSeal(turn, seal), all)
}
