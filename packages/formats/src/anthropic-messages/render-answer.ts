import type { TextBlock as AnthropicText, ContentBlock, Message } from '@anthropic-ai/sdk/resources/messages'
import { isJsonObject } from '../json/is-json-object.js'
import { answerMedia, mediaInWords } from '../media/answer-media.js'
import type { Answer } from '../model/answer.js'
import type { AssistantBlock, Opaque, ReasoningBlock, TextBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { encodeSeal } from '../seal/encode-seal.js'
import { isSealEnvelope } from '../seal/seal-envelope.js'
import { travellingSeal } from '../seal/seal-holders.js'
import { ToolIdMap } from '../tool-ids/tool-id-map.js'
import { hiddenThinking } from './answer-seal.js'
import { renderStopReason } from './stop-reasons.js'
import { toolIdRule } from './tool-id-rule.js'
import { toolInput } from './tool-input.js'
import { renderUsage } from './usage.js'

export function renderAnswer(answer: Answer): JsonObject {
  const toolIds = new ToolIdMap(toolIdRule)
  const hasCalls = answer.blocks.some(({ type }) => type === 'tool-call')
  const blocks = answer.blocks.flatMap((block) => renderBlock(block, toolIds))
  const content = hasCalls ? blocks : withoutLastThoughts(blocks)
  const message: Omit<Message, 'content'> = {
    id: answer.id,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    container: null,
    diagnostics: null,
    stop_details: null,
    stop_reason: renderStopReason(answer.finish, hasCalls),
    stop_sequence: answer.stopSequence ?? null,
    usage: renderUsage(answer.usage),
  }
  return { ...message, content }
}

/** Clients take the last block for the answer; without a call, nobody wants a thought after the text back. */
function withoutLastThoughts(blocks: readonly (ContentBlock | JsonObject)[]): readonly (ContentBlock | JsonObject)[] {
  const lastText = blocks.findLastIndex(({ type }) => type === 'text')
  return blocks.filter((block, index) => lastText === -1 || index < lastText || !isForeignSeal(block))
}

function isForeignSeal(block: ContentBlock | JsonObject): boolean {
  const data = 'data' in block ? block.data : undefined
  return block.type === 'redacted_thinking' && typeof data === 'string' && isSealEnvelope(data)
}

function renderBlock(block: AssistantBlock, toolIds: ToolIdMap): readonly (ContentBlock | JsonObject)[] {
  switch (block.type) {
    case 'text':
      return [renderText(block), ...seals(block)]
    case 'refusal':
      return [{ type: 'text', text: block.text, citations: null }]
    case 'reasoning':
      return renderReasoning(block)
    case 'tool-call': {
      const id = toolIds.call(block.id)
      return [
        { type: 'tool_use', id, name: block.name, input: toolInput(block), caller: { type: 'direct' } },
        ...seals({ ...block, id }),
      ]
    }
    case 'opaque':
      return renderOther(block.value)
  }
}

function renderOther(value: Opaque): readonly JsonObject[] {
  if (value.dialect === 'anthropic-messages') return isJsonObject(value.json) ? [value.json] : []
  const media = answerMedia(value)
  return media === undefined ? [] : [{ type: 'text', text: mediaInWords(media), citations: null }]
}

function renderText({ text, citations }: TextBlock): JsonObject {
  const rest: Omit<AnthropicText, 'citations'> = { type: 'text', text }
  return { ...rest, citations: citations?.dialect === 'anthropic-messages' ? citations.json : null }
}

function seals(block: AssistantBlock): readonly ContentBlock[] {
  const seal = travellingSeal(block)
  return seal === undefined ? [] : [hiddenThinking(seal, true)]
}

function renderReasoning({ texts, seal, isRedacted }: ReasoningBlock): readonly ContentBlock[] {
  const thinking = texts.filter((text) => text !== '').join('\n\n')
  if (thinking === '') return seal === undefined ? [] : [hiddenThinking(seal, isRedacted === true)]
  return [{ type: 'thinking', thinking, signature: seal === undefined ? '' : encodeSeal(seal, 'anthropic-messages') }]
}
