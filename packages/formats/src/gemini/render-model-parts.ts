import type { FunctionCall, Part } from '@google/genai'
import { compact } from '../json/compact.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import { answerMedia } from '../media/answer-media.js'
import type { AssistantBlock, ReasoningBlock, TextBlock, ToolCallBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { nativeSeal } from '../seal/native-seal.js'
import type { ToolIdMap } from '../tool-ids/tool-id-map.js'
import { wrapFreeForm } from '../tools/free-form-tool.js'
import { skipValidation } from './part-seals.js'
import type { Rendering } from './rendering.js'

/** A turn of the model, as the provider takes it back. */
export function renderModelParts(
  blocks: readonly AssistantBlock[],
  rendering: Rendering,
  ids: ToolIdMap,
): readonly JsonObject[] {
  const firstCall = blocks.find((block) => block.type === 'tool-call')
  return blocks.flatMap((block): readonly JsonObject[] => {
    switch (block.type) {
      case 'text':
        return renderText(block, rendering)
      case 'refusal':
        return block.text === '' ? [] : [{ text: block.text }]
      case 'reasoning':
        return renderReasoning(block, rendering)
      case 'tool-call':
        return [renderCall(block, ids.call(block.id), block === firstCall, rendering)]
      case 'opaque':
        return renderOpaque(block, rendering)
    }
  })
}

export function renderOpaque(
  { value }: Extract<AssistantBlock, { type: 'opaque' }>,
  { notes, traits }: Rendering,
): readonly JsonObject[] {
  const media = value.dialect === 'gemini' ? undefined : answerMedia(value)
  if (media?.kind === 'base64') {
    const inlineData = { mimeType: media.mediaType, data: media.data }
    return [compact({ inlineData, thoughtSignature: traits.checksSignatures ? skipValidation : undefined })]
  }
  const json = value.dialect === 'gemini' ? parseJsonObject(JSON.stringify(value.json)) : undefined
  if (json === undefined) notes.drop('hostedTool')
  return json === undefined ? [] : [json]
}

function renderText({ text, seal, citations, cache }: TextBlock, { notes }: Rendering): readonly JsonObject[] {
  if (cache !== undefined) notes.drop('cacheMark')
  if (citations !== undefined) notes.drop('citations')
  if (text === '') return []
  return [compact({ text, thoughtSignature: nativeSeal(seal, 'gemini')?.data }) satisfies Part]
}

function renderReasoning({ texts, seal, isRedacted }: ReasoningBlock, { notes }: Rendering): readonly JsonObject[] {
  const own = nativeSeal(seal, 'gemini')
  if ((seal !== undefined || isRedacted === true) && own === undefined) {
    notes.drop('foreignReasoning')
    return []
  }
  return thoughtParts(texts, own?.data)
}

/** The signature is on the last of them; without any, on an empty text, as a stream of Google's has it. */
export function thoughtParts(texts: readonly string[], thoughtSignature: string | undefined): readonly JsonObject[] {
  if (texts.length === 0) return thoughtSignature === undefined ? [] : [{ text: '', thoughtSignature }]
  return texts.map((text, index) =>
    compact({ text, thought: true, thoughtSignature: index === texts.length - 1 ? thoughtSignature : undefined }),
  )
}

/** Calls that are made at once have one signature, on the first of them. */
function renderCall(block: ToolCallBlock, id: string, isFirst: boolean, { notes, traits }: Rendering): JsonObject {
  if (block.cache !== undefined) notes.drop('cacheMark')
  const made = isFirst && traits.checksSignatures ? skipValidation : undefined
  const thoughtSignature = nativeSeal(block.seal, 'gemini')?.data ?? made
  return compact({ functionCall: functionCall(block, id), thoughtSignature }) satisfies Part
}

/** Arguments that are no JSON object (what a model spoilt) become the input of one, as text of a free-form tool does. */
export function functionCall(block: Pick<ToolCallBlock, 'name' | 'arguments' | 'isFreeForm'>, id: string): JsonObject {
  const { name, arguments: text } = block
  const args = (block.isFreeForm === true ? undefined : parseJsonObject(text)) ?? parseJsonObject(wrapFreeForm(text))
  return { id, name, args: { ...args } } satisfies FunctionCall
}
