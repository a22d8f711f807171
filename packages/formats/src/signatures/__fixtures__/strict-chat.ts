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

// As some providers make them: not to the taste of every other API.
const callId = (place: string): string => `functions.look:${place}`
const signature = 'signed-by-the-provider'
const hidden = 'gAAAAhidden+part'
const details: readonly JsonObject[] = [
  { type: 'reasoning.text', text: thought, signature, format: 'own-v1', index: 0 },
  { type: 'reasoning.encrypted', data: hidden, id: 'rs_9', format: 'own-v1', index: 1 },
]
const calls: readonly JsonObject[] = places.map((at) => ({
  id: callId(at),
  type: 'function',
  function: { name: 'look', arguments: JSON.stringify({ at }) },
}))

/** A provider of Chat Completions with signed thoughts: https://openrouter.ai/docs/use-cases/reasoning-tokens */
export const strictChat: StrictProvider = {
  dialect: 'openai-chat',
  model: 'deepseek-reasoner',
  proofs: [signature, hidden, ...places.map(callId)],
  answer({ body }) {
    const messages = new ObjectReader(body, 400).children('messages')
    const results = messages.filter((message) => message.string('role') === 'tool')
    const turns = messages.filter((message) => message.string('role') === 'assistant')
    for (const turn of turns) checkThoughts(turn)
    const asked = turns.flatMap((turn) => turn.optionalChildren('tool_calls')).map((call) => call.string('id'))
    const answered = results.map((result) => result.string('tool_call_id'))
    if (!equal(asked, answered)) refuse("'tool_calls' must be followed by tool messages responding to each of them")
    if (results.length === 0) return answerOf({ content: said, reasoning: thought, reasoning_details: details }, calls)
    return answerOf({ content: done }, [])
  },
}

function checkThoughts(turn: ObjectReader): void {
  const ids = new Set(turn.optionalChildren('tool_calls').map((call) => call.string('id')))
  const isOwn = places.some((at) => ids.has(callId(at)))
  const signed = turn.any('reasoning_details')
  if (signed !== undefined && !equal(signed, details)) refuse('reasoning_details are not what was given')
  if (isOwn && signed === undefined) refuse('Missing reasoning_details in the turn of a tool call')
  if (isOwn && turn.optionalString('reasoning') !== thought) refuse('the reasoning came back changed')
  if (isOwn && !equal(turn.any('tool_calls'), calls)) refuse('its own tool calls came back changed')
}

function answerOf(message: JsonObject, tool_calls: readonly JsonObject[]): StrictAnswer {
  const base = { id: 'gen-1', created: 1_795_000_000, model: 'deepseek-reasoner' }
  const usage = { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29 }
  const finish_reason = tool_calls.length > 0 ? 'tool_calls' : 'stop'
  const chunk = (delta: JsonObject, reason: string | null = null): JsonObject => ({
    ...base,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: reason }],
  })
  const whole = { role: 'assistant', ...message, ...(tool_calls.length > 0 && { tool_calls }) }
  return {
    whole: { ...base, object: 'chat.completion', choices: [{ index: 0, message: whole, finish_reason }], usage },
    events: [
      chunk({ role: 'assistant', content: '' }),
      ...('reasoning' in message ? thoughtDeltas().map((delta) => chunk(delta)) : []),
      ...pieces(String(message['content'])).map((content) => chunk({ content })),
      ...tool_calls.flatMap((call, index) => callDeltas(call, index)).map((delta) => chunk(delta)),
      chunk({}, finish_reason),
      { ...base, object: 'chat.completion.chunk', choices: [], usage },
      '[DONE]',
    ],
  }
}

/** The text of a detail comes in pieces beside the plain one, its signature at the end. */
function thoughtDeltas(): readonly JsonObject[] {
  const [, encrypted] = details
  const parts = pieces(thought)
  return [
    ...parts.map((part, index) => ({
      reasoning: part,
      reasoning_details: [
        {
          type: 'reasoning.text',
          text: part,
          ...(index === parts.length - 1 && { signature }),
          format: 'own-v1',
          index: 0,
        },
      ],
    })),
    { reasoning_details: [encrypted] },
  ]
}

function callDeltas(call: JsonObject, index: number): readonly JsonObject[] {
  const { name, arguments: json } = new ObjectReader(call, 400).child('function').object
  return [
    { tool_calls: [{ index, id: call['id'], type: 'function', function: { name, arguments: '' } }] },
    ...pieces(String(json)).map((part) => ({ tool_calls: [{ index, function: { arguments: part } }] })),
  ]
}
