// The answer as a response of generateContent, whole and in parts.
import type { Candidate, FinishReason, GenerateContentResponse, Part } from '@google/genai'
import type { Answer } from '../answer.js'
import type { WireEvent } from '../model-wire.js'

/** As it is sent: the SDK's class has getters beside the fields and reads the reason into an enum. */
type WireResponse = Pick<GenerateContentResponse, 'modelVersion' | 'responseId' | 'usageMetadata'> & {
  readonly candidates: readonly (Omit<Candidate, 'finishReason'> & { readonly finishReason?: `${FinishReason}` })[]
}

export const generateContentOf = (answer: Answer): WireResponse =>
  response(answer, [{ text: answer.pieces.join('') }, ...callParts(answer)], true)

/** The same in parts; a call comes whole, as the API sends it. */
export function* generateContentParts(answer: Answer): Generator<WireEvent> {
  for (const text of answer.pieces) yield { data: response(answer, [{ text }], false) }
  const calls = callParts(answer)
  yield { data: response(answer, calls.length === 0 ? [{ text: '' }] : calls, true) }
}

function callParts({ toolCall }: Answer): Part[] {
  if (toolCall === undefined) return []
  const { id, name, arguments: args } = toolCall
  return [{ functionCall: { id, name, args: { ...args } } }]
}

const response = (answer: Answer, parts: Part[], last: boolean): WireResponse => ({
  candidates: [
    {
      content: { role: 'model', parts },
      index: 0,
      ...(last ? { finishReason: answer.end === 'length' ? 'MAX_TOKENS' : 'STOP' } : {}),
    },
  ],
  usageMetadata: {
    promptTokenCount: answer.inputTokens,
    ...(last ? { candidatesTokenCount: answer.outputTokens } : {}),
    totalTokenCount: answer.inputTokens + (last ? answer.outputTokens : 0),
  },
  modelVersion: answer.model,
  responseId: `sandbox-${answer.id}`,
})
