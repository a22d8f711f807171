import type { ObjectReader } from '../json/object-reader.js'
import type { AssistantBlock, ReasoningBlock } from '../model/block.js'
import { parseAssistantContent } from './parse-content.js'
import { parseReasoning } from './parse-reasoning.js'
import { parseToolCall } from './parse-tool-call.js'

/** The blocks that an item of an answer stands for; none for an empty message, or a thought of which nothing is given. */
export function parseOutputItem(item: ObjectReader): readonly AssistantBlock[] {
  const type = item.string('type')
  switch (type) {
    case 'message':
      return parseAssistantContent(item)
    case 'reasoning': {
      const block = parseAnswerReasoning(item)
      return block.texts.length === 0 && block.seal === undefined ? [] : [block]
    }
    case 'function_call':
    case 'custom_tool_call':
      return [parseToolCall(item, type)]
    default:
      return [{ type: 'opaque', value: { dialect: 'openai-responses', name: type, json: item.object } }]
  }
}

/** The seal remembers the parts of the summary: clients of other dialects join them. */
function parseAnswerReasoning(item: ObjectReader): ReasoningBlock {
  const block = parseReasoning(item)
  const { seal, texts } = block
  return seal === undefined || texts.length === 0 ? block : { ...block, seal: { ...seal, texts } }
}
