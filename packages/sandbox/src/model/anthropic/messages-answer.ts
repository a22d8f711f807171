// The answer as a message of the Messages API, whole and as events.
import type {
  ContentBlock,
  Message,
  RawContentBlockDelta,
  RawMessageStreamEvent,
  Usage,
} from '@anthropic-ai/sdk/resources/messages'
import type { Answer, Thought, ToolCall } from '../answer.js'
import type { WireEvent } from '../model-wire.js'

const stopReasons = { complete: 'end_turn', length: 'max_tokens', tool: 'tool_use' } as const

export const messageOf = (answer: Answer): Message => ({
  id: `msg_sandbox_${answer.id}`,
  type: 'message',
  role: 'assistant',
  model: answer.model,
  content: contentOf(answer),
  container: null,
  diagnostics: null,
  stop_reason: stopReasons[answer.end],
  stop_sequence: null,
  stop_details: null,
  usage: usage(answer, answer.outputTokens),
})

/** The same message as events, with a ping and the arguments of a tool in two parts. */
export function* messageEvents(answer: Answer): Generator<WireEvent> {
  const message: Message = { ...messageOf(answer), content: [], stop_reason: null, usage: usage(answer, 1) }
  yield event({ type: 'message_start', message })
  const first = answer.thought === undefined ? 0 : 1
  if (answer.thought !== undefined) yield* thoughtEvents(answer.thought)
  yield event({ type: 'content_block_start', index: first, content_block: text('') })
  // No part of the SDK's types: clients are told to expect it anywhere.
  yield { event: 'ping', data: { type: 'ping' } }
  for (const piece of answer.pieces)
    yield event({ type: 'content_block_delta', index: first, delta: { type: 'text_delta', text: piece } })
  yield event({ type: 'content_block_stop', index: first })
  for (const [index, call] of answer.toolCalls.entries()) yield* toolEvents(call, first + 1 + index)
  yield event({
    type: 'message_delta',
    delta: { container: null, stop_reason: stopReasons[answer.end], stop_sequence: null, stop_details: null },
    usage: {
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      input_tokens: answer.inputTokens,
      output_tokens: answer.outputTokens,
      output_tokens_details: detailsOf(answer),
      server_tool_use: null,
    },
  })
  yield event({ type: 'message_stop' })
}

function* thoughtEvents({ text: thinking, seal: signature }: Thought): Generator<WireEvent> {
  const delta = (part: RawContentBlockDelta): WireEvent => event({ type: 'content_block_delta', index: 0, delta: part })
  yield event({
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'thinking', thinking: '', signature: '' },
  })
  yield delta({ type: 'thinking_delta', thinking })
  yield delta({ type: 'signature_delta', signature })
  yield event({ type: 'content_block_stop', index: 0 })
}

function* toolEvents(call: ToolCall, index: number): Generator<WireEvent> {
  const json = JSON.stringify(call.arguments)
  yield event({ type: 'content_block_start', index, content_block: toolUse({ ...call, arguments: {} }) })
  for (const part of [json.slice(0, 1), json.slice(1)])
    yield event({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: part } })
  yield event({ type: 'content_block_stop', index })
}

const event = (data: RawMessageStreamEvent): WireEvent => ({ event: data.type, data })

function contentOf({ thought, pieces, toolCalls }: Answer): ContentBlock[] {
  const said = text(pieces.join(''))
  const thoughts: ContentBlock[] =
    thought === undefined ? [] : [{ type: 'thinking', thinking: thought.text, signature: thought.seal }]
  return [...thoughts, said, ...toolCalls.map((call) => toolUse(call))]
}

const text = (value: string): ContentBlock => ({ type: 'text', text: value, citations: null })

const toolUse = ({ id, name, arguments: input }: ToolCall): ContentBlock => ({
  type: 'tool_use',
  id: `toolu_${id}`,
  name,
  input,
  caller: { type: 'direct' },
})

const detailsOf = ({ thoughtTokens }: Answer): Usage['output_tokens_details'] =>
  thoughtTokens === 0 ? null : { thinking_tokens: thoughtTokens }

const usage = (answer: Answer, outputTokens: number): Usage => ({
  cache_creation: null,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  inference_geo: null,
  input_tokens: answer.inputTokens,
  output_tokens: outputTokens,
  output_tokens_details: outputTokens === answer.outputTokens ? detailsOf(answer) : null,
  server_tool_use: null,
  service_tier: null,
  speed: null,
})
