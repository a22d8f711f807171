import { ObjectReader } from '../../json/object-reader.js'
import type { JsonObject } from '../../model/json.js'
import {
  done,
  equal,
  pieces,
  places,
  refuse,
  type StrictAnswer,
  type StrictProvider,
  said,
  thought,
} from './strict-provider.js'

const thoughtSignature = 'CiQBsignature+of/google=='
const madeElsewhere = 'skip_thought_signature_validator'

/** Tells its own calls from others': they have no ids. */
function argsOf(at: string | undefined): JsonObject {
  return { at, by: 'gemini' }
}

/** One signature for calls that are made at once, on the first of them; no ids. */
const callParts: readonly JsonObject[] = places.map((at, index) => ({
  functionCall: { name: 'look', args: argsOf(at) },
  ...(index === 0 && { thoughtSignature }),
}))
const firstParts: readonly JsonObject[] = [{ text: thought, thought: true }, { text: said }, ...callParts]

/** Gemini 3: https://ai.google.dev/gemini-api/docs/thought-signatures */
export const strictGemini: StrictProvider = {
  dialect: 'gemini',
  model: 'gemini-3-pro',
  proofs: [thoughtSignature],
  answer({ body }) {
    const contents = new ObjectReader(body, 400).children('contents')
    const last = contents.at(-1)?.children('parts') ?? []
    const results = last.map((part) => part.optionalChild('functionResponse')).filter((part) => part !== undefined)
    for (const part of contents.flatMap((content) => content.children('parts'))) checkSignature(part)
    if (results.length === 0) return answerOf(firstParts)
    const calls = contents.findLast((content) => content.string('role') === 'model')?.children('parts') ?? []
    checkTurn(
      calls.filter((part) => part.optionalChild('functionCall') !== undefined),
      results,
    )
    return answerOf([{ text: done }])
  },
}

function checkSignature(part: ObjectReader): void {
  const signature = part.optionalString('thoughtSignature')
  if (signature === undefined || signature === thoughtSignature) return
  if (signature !== madeElsewhere || part.optionalChild('functionCall') === undefined)
    refuse('Thought signature is not valid')
}

function checkTurn(parts: readonly ObjectReader[], results: readonly ObjectReader[]): void {
  const calls = parts.map((part) => part.child('functionCall'))
  if (calls.length !== results.length) refuse('as many function responses as function calls are needed')
  if (!equal(namesOf(calls), namesOf(results))) refuse('the function responses are of other calls')
  const [first, ...others] = parts.map((part) => part.optionalString('thoughtSignature'))
  if (first === undefined) refuse('Function call is missing a thought_signature in functionCall parts')
  if (first === thoughtSignature && others.some((other) => other !== undefined)) refuse('only the first one was signed')
  const isOwn = calls.every((call, index) => equal(call.any('args'), argsOf(places[index])))
  if (isOwn !== (first === thoughtSignature)) refuse('the signature is of another call')
}

function namesOf(items: readonly ObjectReader[]): unknown {
  return items.map((item) => [item.any('name'), item.any('id')])
}

function answerOf(parts: readonly JsonObject[]): StrictAnswer {
  const usageMetadata = { promptTokenCount: 20, candidatesTokenCount: 9, totalTokenCount: 29 }
  const chunk = (list: readonly JsonObject[], finish: JsonObject = {}): JsonObject => ({
    candidates: [{ content: { role: 'model', parts: list }, index: 0, ...finish }],
    usageMetadata,
    modelVersion: 'gemini-3-pro',
    responseId: 'answer-1',
  })
  const streamed = parts.flatMap(({ text, ...part }) =>
    typeof text === 'string' ? pieces(text).map((piece) => ({ ...part, text: piece })) : [part],
  )
  return {
    whole: chunk(parts, { finishReason: 'STOP' }),
    events: [...streamed.map((part) => chunk([part])), chunk([{ text: '' }], { finishReason: 'STOP' })],
  }
}
