// Thoughts in Chat. OpenAI has no room for them there; other providers each made some, and want it back as it was.
import { isJsonObject } from '../json/is-json-object.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { Seal } from '../model/block.js'
import type { JsonObject } from '../model/json.js'

export const reasoningFields = ['reasoning_content', 'reasoning'] as const

export type ReasoningField = (typeof reasoningFields)[number]

/** What a provider of Chat gave beside the text of a thought: the member it was in, and details that it signed. */
export interface ChatProof {
  readonly field?: ReasoningField
  readonly details: readonly JsonObject[]
}

/** @param texts what the proof is for */
export function sealChat({ field, details }: ChatProof, texts: readonly string[]): Seal {
  const data = JSON.stringify({ ...(field !== undefined && { field }), ...(details.length > 0 && { details }) })
  return { origin: 'openai-chat', data, ...(texts.length > 0 && { texts }) }
}

/** Nothing when the seal is none of ours. */
export function readChatSeal(seal: Seal): ChatProof {
  const proof = parseJsonObject(seal.data)
  const field = reasoningFields.find((name) => name === proof?.['field'])
  const list: unknown = proof?.['details']
  const details = Array.isArray(list) ? list.filter((detail) => isJsonObject(detail)) : []
  return { ...(field !== undefined && { field }), details }
}

/** The detail that carries a seal of another dialect through a client. */
export function sealDetail(data: string, callId: string | undefined): JsonObject {
  return { type: 'reasoning.encrypted', data, ...(callId !== undefined && { id: callId }) }
}

/** What a detail shows: text, or a summary. */
export function detailText(detail: JsonObject): string {
  const { text, summary } = detail
  if (typeof text === 'string') return text
  return typeof summary === 'string' ? summary : ''
}

/** Details of a stream, where one text comes in many: those of one kind and place that follow each other are one. */
export function mergeDetail(details: readonly JsonObject[], next: JsonObject): readonly JsonObject[] {
  const last = details.at(-1)
  const key = next['type'] === 'reasoning.text' ? 'text' : 'summary'
  const canMerge =
    last !== undefined &&
    next['type'] !== 'reasoning.encrypted' &&
    last['type'] === next['type'] &&
    last['index'] === next['index'] &&
    typeof (last[key] ?? '') === 'string' &&
    last['signature'] === undefined
  if (!canMerge) return [...details, next]
  return [...details.slice(0, -1), { ...last, ...next, [key]: `${detailText(last)}${detailText(next)}` }]
}
