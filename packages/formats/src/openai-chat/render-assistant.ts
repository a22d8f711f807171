import type { ChatCompletionMessageFunctionToolCall } from 'openai/resources/chat/completions'
import { compact } from '../json/compact.js'
import type { AssistantBlock, ReasoningBlock, ToolCallBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { nativeSeal } from '../seal/native-seal.js'
import { wrapFreeForm } from '../tools/free-form-tool.js'
import { type ChatProof, readChatSeal } from './chat-reasoning.js'
import { joinTexts } from './join-texts.js'
import type { MessageContext } from './render-messages.js'

/** None when nothing of the turn can be said. */
export function renderAssistant(blocks: readonly AssistantBlock[], context: MessageContext): readonly JsonObject[] {
  const texts = blocks.filter((block) => block.type === 'text')
  const refusals = blocks.filter((block) => block.type === 'refusal')
  const calls = blocks.filter((block) => block.type === 'tool-call')
  const thoughts = blocks.filter((block) => block.type === 'reasoning')
  if (blocks.some((block) => block.type === 'opaque')) context.notes.drop('hostedTool')
  if (texts.length + refusals.length + calls.length === 0) return []
  return [
    {
      role: 'assistant',
      content: texts.length === 0 ? null : joinTexts(texts),
      ...(refusals.length > 0 && { refusal: joinTexts(refusals) }),
      ...renderThoughts(thoughts, context),
      ...(calls.length > 0 && { tool_calls: calls.map((call) => renderCall(call, context)) }),
    },
  ]
}

function renderCall(call: ToolCallBlock, { ids }: MessageContext): ChatCompletionMessageFunctionToolCall {
  const json = call.isFreeForm ? wrapFreeForm(call.arguments) : call.arguments
  return { id: ids.call(call.id), type: 'function', function: { name: call.name, arguments: json } }
}

/** In the members that the provider brought them in: some refuse a conversation of tools without. */
function renderThoughts(thoughts: readonly ReasoningBlock[], { notes }: MessageContext): JsonObject {
  const members = new Map<string, string>()
  const details: JsonObject[] = []
  for (const { texts, seal } of thoughts) {
    const native = nativeSeal(seal, 'openai-chat')
    if (native === undefined) {
      notes.drop('foreignReasoning')
      continue
    }
    const proof: ChatProof = readChatSeal(native)
    const text = (native.texts ?? texts).join('')
    if (proof.field !== undefined) members.set(proof.field, `${members.get(proof.field) ?? ''}${text}`)
    details.push(...proof.details)
  }
  return compact({ ...Object.fromEntries(members), reasoning_details: details.length === 0 ? undefined : details })
}
