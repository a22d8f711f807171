import { FormatError } from '../format-error.js'
import { compact } from '../json/compact.js'
import { ObjectReader } from '../json/object-reader.js'
import type { Answer } from '../model/answer.js'
import type { AssistantBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { type AnswerContents, parseEnding } from './finish-reason.js'
import { parseOutputItem } from './parse-output-item.js'
import { parseUsage } from './parse-usage.js'

/** @throws FormatError (502) when it is no answer, or one that failed */
export function parseAnswer(body: JsonObject): Answer {
  const response = new ObjectReader(body, 502)
  const status = response.optionalString('status') ?? 'completed'
  const output = response.children('output')
  // Servers that put an answer together from a stream may leave the status of its beginning.
  const isUnfinished = status !== 'completed' && status !== 'incomplete' && output.length === 0
  if (status === 'failed' || status === 'cancelled' || isUnfinished) {
    const reason = response.optionalChild('error')?.optionalString('message')
    throw new FormatError(502, `The provider's answer is ${status}${reason === undefined ? '' : `: ${reason}`}`)
  }
  const blocks = output.flatMap((item) => parseOutputItem(item))
  return compact({
    id: response.string('id'),
    model: response.optionalString('model') ?? '',
    blocks,
    ...parseEnding(response, contentsOf(blocks)),
    usage: parseUsage(response),
    createdAt: response.optionalNumber('created_at'),
  })
}

function contentsOf(blocks: readonly AssistantBlock[]): AnswerContents {
  return {
    hasToolCall: blocks.some(({ type }) => type === 'tool-call'),
    hasRefusal: blocks.some(({ type }) => type === 'refusal'),
  }
}
