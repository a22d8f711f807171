// The answer as a response of generateContent, whole and in parts.
import type { Candidate, FinishReason, GenerateContentResponse, Part } from '@google/genai'
import type { Answer } from '../answer.js'
import type { WireEvent } from '../model-wire.js'

/** As it is sent: the SDK's class has getters beside the fields and reads the reason into an enum. */
type WireResponse = Pick<GenerateContentResponse, 'modelVersion' | 'responseId' | 'usageMetadata'> & {
  readonly candidates: readonly (Omit<Candidate, 'finishReason'> & { readonly finishReason?: `${FinishReason}` })[]
}

export const generateContentOf = (answer: Answer): WireResponse =>
  response(answer, [...thoughtParts(answer), textPart(answer, answer.pieces.join('')), ...callParts(answer)], true)

/** The same in parts; a call comes whole, as the API sends it. */
export function* generateContentParts(answer: Answer): Generator<WireEvent> {
  for (const part of thoughtParts(answer)) yield { data: response(answer, [part], false) }
  for (const text of answer.pieces) yield { data: response(answer, [{ text }], false) }
  const calls = callParts(answer)
  yield { data: response(answer, calls.length === 0 ? [textPart(answer, '')] : calls, true) }
}

const thoughtParts = ({ thought }: Answer): Part[] =>
  thought === undefined ? [] : [{ text: thought.text, thought: true }]

/** The signature is on the first call, without calls on the text. */
const textPart = ({ thought, toolCalls }: Answer, text: string): Part => ({
  text,
  ...(thought !== undefined && toolCalls.length === 0 ? { thoughtSignature: thought.seal } : {}),
})

function callParts({ toolCalls, thought }: Answer): Part[] {
  return toolCalls.map(({ id, name, arguments: args }, index) => ({
    functionCall: { id, name, args: { ...args } },
    ...(thought !== undefined && index === 0 ? { thoughtSignature: thought.seal } : {}),
  }))
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
    ...(last ? { candidatesTokenCount: answer.outputTokens - answer.thoughtTokens, ...thoughts(answer) } : {}),
    totalTokenCount: answer.inputTokens + (last ? answer.outputTokens : 0),
  },
  modelVersion: answer.model,
  responseId: `sandbox-${answer.id}`,
})

const thoughts = ({ thoughtTokens }: Answer): object =>
  thoughtTokens === 0 ? {} : { thoughtsTokenCount: thoughtTokens }
