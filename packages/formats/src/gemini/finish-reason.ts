import type { FinishReason as GeminiFinishReason } from '@google/genai'
import type { Failure, FinishReason } from '../model/answer.js'

type Name = `${GeminiFinishReason}`

const reasons: ReadonlyMap<string, FinishReason> = new Map<Name, FinishReason>([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['CONTINUATION', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['LANGUAGE', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
])

/** Reasons that are not known are ends that nobody wanted (`MALFORMED_FUNCTION_CALL`, `OTHER`, …): https://ai.google.dev/api/generate-content#FinishReason */
export function parseFinishReason(name: string, hasCalls: boolean): FinishReason {
  const reason = reasons.get(name) ?? 'error'
  return reason === 'stop' && hasCalls ? 'tool-calls' : reason
}

/** @returns what to say of an end that is an error */
export function failureOf(name: string, words: string | undefined): Failure {
  return { reason: name, ...(words !== undefined && words !== '' && { words }) }
}

const names = {
  stop: 'STOP',
  'stop-sequence': 'STOP',
  'tool-calls': 'STOP',
  pause: 'STOP',
  length: 'MAX_TOKENS',
  'context-length': 'MAX_TOKENS',
  refusal: 'SAFETY',
  'content-filter': 'SAFETY',
  error: 'OTHER',
} as const satisfies Record<FinishReason, Name>

export function renderFinishReason(reason: FinishReason): Name {
  return names[reason]
}
