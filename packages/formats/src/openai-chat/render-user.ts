import type { ChatCompletionContentPart, ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { returnedBy } from '../media/returned-by.js'
import type { TextBlock, ToolResultBlock, UserBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { renderTextDocument } from '../openai/file-part.js'
import { joinTexts } from './join-texts.js'
import type { MessageContext } from './render-messages.js'
import { renderPart } from './render-part.js'

/** Results come first, as the calls that they answer are in the message before; what they cannot hold follows them. */
export function renderUser(blocks: readonly UserBlock[], context: MessageContext): readonly JsonObject[] {
  const results = blocks.filter((block) => block.type === 'tool-result')
  const said = blocks.flatMap((block): readonly ChatCompletionContentPart[] => {
    if (block.type === 'tool-result') return []
    if (block.type !== 'opaque') return [renderPart(block, context.origin)]
    context.notes.drop('hostedTool')
    return []
  })
  const parts = [...results.flatMap((result) => attachments(result, context)), ...said]
  const content = isAllText(parts) ? joinTexts(parts) : parts
  const message: ChatCompletionMessageParam = { role: 'user', content }
  return [...results.map((result) => renderResult(result, context)), ...(parts.length === 0 ? [] : [{ ...message }])]
}

function renderResult({ callId, content, isError }: ToolResultBlock, { ids, notes }: MessageContext): JsonObject {
  if (isError === true) notes.drop('toolResultError')
  const texts = content.flatMap((block) => textOf(block) ?? [])
  const message: ChatCompletionMessageParam = {
    role: 'tool',
    tool_call_id: ids.result(callId),
    content: joinTexts(texts),
  }
  return { ...message }
}

/** Messages of tools are text only. */
function attachments(
  { callId, content }: ToolResultBlock,
  { ids, origin }: MessageContext,
): readonly ChatCompletionContentPart[] {
  const media = content.filter((block) => textOf(block) === undefined)
  if (media.length === 0) return []
  return [{ type: 'text', text: returnedBy(ids.result(callId)) }, ...media.map((block) => renderPart(block, origin))]
}

function textOf(block: ToolResultBlock['content'][number]): Pick<TextBlock, 'text'> | undefined {
  if (block.type === 'text') return block
  if (block.type === 'image' || block.media.kind !== 'text') return undefined
  return { text: renderTextDocument(block.media.text, block.name) }
}

function isAllText(parts: readonly ChatCompletionContentPart[]): parts is { type: 'text'; text: string }[] {
  return parts.every(({ type }) => type === 'text')
}
