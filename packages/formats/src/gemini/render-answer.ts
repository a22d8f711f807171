import type { Candidate } from '@google/genai'
import { compact } from '../json/compact.js'
import { isJsonObject } from '../json/is-json-object.js'
import { answerMedia, mediaInWords } from '../media/answer-media.js'
import type { Answer } from '../model/answer.js'
import type { AssistantBlock, ReasoningBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { AnswerParts } from './answer-parts.js'
import { renderFinishReason } from './finish-reason.js'
import { thoughtParts } from './render-model-parts.js'
import { renderUsage } from './usage.js'

export function renderAnswer(answer: Answer, request: Conversation): JsonObject {
  const writer = new AnswerParts(request)
  const parts = [...answer.blocks.flatMap((block) => renderBlock(block, writer)), ...writer.end()]
  const { id, model, finish, usage } = answer
  return responseOf({ id, model: model === '' ? request.model : model }, parts, {
    finishReason: renderFinishReason(finish),
    ...(usage !== undefined && { usage: renderUsage(usage) }),
  })
}

function renderBlock(block: AssistantBlock, writer: AnswerParts): readonly JsonObject[] {
  switch (block.type) {
    case 'text':
      return writer.text(block.text, block.seal)
    case 'refusal':
      return writer.text(block.text)
    case 'tool-call':
      return writer.call(block, block.seal)
    case 'reasoning':
      return renderReasoning(block, writer)
    case 'opaque':
      return opaquePart(block)
  }
}

function renderReasoning({ texts, seal, isRedacted }: ReasoningBlock, writer: AnswerParts): readonly JsonObject[] {
  if (seal?.origin === 'gemini') return thoughtParts(writer.showsThoughts ? texts : [], seal.data)
  const shown = texts.flatMap((text) => writer.thought(text))
  if (seal === undefined) return shown
  return [...shown, ...writer.seal(compact({ texts, isRedacted, ...seal }))]
}

/** Of parts of other dialects this client can read files. */
export function opaquePart({ value }: Extract<AssistantBlock, { type: 'opaque' }>): readonly JsonObject[] {
  if (value.dialect === 'gemini') return isJsonObject(value.json) ? [value.json] : []
  const media = answerMedia(value)
  if (media === undefined) return []
  // An address is nothing that `fileData` takes: that names uploads at Google.
  if (media.kind === 'url') return [{ text: mediaInWords(media) }]
  return [{ inlineData: { mimeType: media.mediaType, data: media.data } }]
}

/** A GenerateContentResponse, or one chunk of its stream. Clients refuse one without parts. */
export function responseOf(
  { id, model }: Pick<Answer, 'id' | 'model'>,
  parts: readonly JsonObject[],
  {
    finishReason,
    usage,
  }: { readonly finishReason?: `${NonNullable<Candidate['finishReason']>}`; readonly usage?: JsonObject },
): JsonObject {
  return compact({
    candidates: [
      compact({
        content: { parts: parts.length === 0 ? [{ text: '' }] : parts, role: 'model' },
        finishReason,
        index: 0,
      }),
    ],
    usageMetadata: usage,
    modelVersion: model,
    responseId: id,
  })
}
