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

const callId = (place: string): string => `call_${place}OfResponses`
const encrypted = 'gAAAAencrypted+by/openai=='
const summary = ['First part', thought].map((text) => ({ type: 'summary_text', text }))
const reasoning: JsonObject = {
  type: 'reasoning',
  id: 'rs_1',
  summary,
  encrypted_content: encrypted,
}
const firstOutput: readonly JsonObject[] = [
  reasoning,
  messageOf('msg_1', said),
  ...places.map((at) => ({
    type: 'function_call',
    id: `fc_${at}`,
    status: 'completed',
    call_id: callId(at),
    name: 'look',
    arguments: JSON.stringify({ at }),
  })),
]

/** OpenAI with `store: false`: https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items */
export const strictResponses: StrictProvider = {
  dialect: 'openai-responses',
  model: 'gpt-5',
  proofs: ['rs_1', encrypted, ...places.map(callId)],
  answer({ body }) {
    const request = new ObjectReader(body, 400)
    if (request.optionalBoolean('store') !== false) refuse('nothing is kept here: store must be false')
    if (!(request.optionalStrings('include') ?? []).includes('reasoning.encrypted_content'))
      refuse('without include, no encrypted reasoning is given')
    const items = Array.isArray(request.any('input')) ? request.children('input') : []
    const ofType = (type: string): readonly ObjectReader[] =>
      items.filter((item) => item.optionalString('type') === type)
    const thoughts = ofType('reasoning').map(({ object }) => object)
    if (thoughts.some((item) => !sameReasoning(item))) refuse('invalid_encrypted_content: it could not be verified')
    const calls = ofType('function_call').map((item) => item.string('call_id'))
    const outputs = ofType('function_call_output').map((item) => item.string('call_id'))
    if (calls.some((id) => id.length > 64)) refuse('call_id: string too long')
    if (!equal(calls, outputs)) refuse('No tool output found for function call')
    if (outputs.length === 0) return answerOf(firstOutput)
    const isOwn = places.some((at) => calls.includes(callId(at)))
    if (isOwn && thoughts.length !== 1) refuse('function_call was provided without its required reasoning item')
    if (isOwn && !equal(calls, places.map(callId))) refuse('its own calls came back changed')
    return answerOf([messageOf('msg_2', done)])
  },
}

function sameReasoning({ id, summary: shown, encrypted_content: content }: JsonObject): boolean {
  return equal([id, shown, content], [reasoning['id'], summary, encrypted])
}

function messageOf(id: string, text: string): JsonObject {
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }]
  return { type: 'message', id, role: 'assistant', status: 'completed', content }
}

function answerOf(output: readonly JsonObject[]): StrictAnswer {
  const base = { id: 'resp_1', object: 'response', created_at: 1_795_000_000, model: 'gpt-5', error: null }
  const usage = {
    input_tokens: 20,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 9,
    output_tokens_details: { reasoning_tokens: 4 },
    total_tokens: 29,
  }
  const whole = { ...base, status: 'completed', incomplete_details: null, output, usage }
  const begun = { ...base, status: 'in_progress', output: [] }
  const events: readonly JsonObject[] = [
    { type: 'response.created', response: begun },
    ...output.flatMap((item, output_index) => [
      { type: 'response.output_item.added', output_index, item: { ...item, ...emptied(item) } },
      ...partsOf(item).map((part) => ({ ...part, output_index, item_id: item['id'] })),
      { type: 'response.output_item.done', output_index, item },
    ]),
    { type: 'response.completed', response: whole },
  ]
  return { whole, events: events.map((event, sequence_number) => ({ ...event, sequence_number })) }
}

function emptied({ type }: JsonObject): JsonObject {
  if (type === 'reasoning') return { summary: [], encrypted_content: 'gAAAAnot+yet/whole' }
  return type === 'message' ? { status: 'in_progress', content: [] } : { status: 'in_progress', arguments: '' }
}

function partsOf(item: JsonObject): readonly JsonObject[] {
  if (item['type'] === 'reasoning') return summary.flatMap((part, index) => summaryEvents(part, index))
  const { arguments: json } = item
  if (typeof json === 'string')
    return [
      ...pieces(json).map((delta) => ({ type: 'response.function_call_arguments.delta', delta })),
      { type: 'response.function_call_arguments.done', arguments: json },
    ]
  const [part] = new ObjectReader(item, 400).children('content')
  if (part === undefined) return []
  const at = { content_index: 0 }
  return [
    { type: 'response.content_part.added', ...at, part: { ...part.object, text: '' } },
    ...pieces(part.string('text')).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text: part.string('text'), logprobs: [] },
    { type: 'response.content_part.done', ...at, part: part.object },
  ]
}

function summaryEvents(part: { readonly text: string }, summary_index: number): readonly JsonObject[] {
  return [
    { type: 'response.reasoning_summary_part.added', summary_index, part: { ...part, text: '' } },
    ...pieces(part.text).map((delta) => ({ type: 'response.reasoning_summary_text.delta', summary_index, delta })),
    { type: 'response.reasoning_summary_text.done', summary_index, text: part.text },
    { type: 'response.reasoning_summary_part.done', summary_index, part },
  ]
}
