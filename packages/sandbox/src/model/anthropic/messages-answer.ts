// The answer as a message of the Messages API, whole and as events.
import type { ContentBlock, Message, RawMessageStreamEvent, Usage } from '@anthropic-ai/sdk/resources/messages'
import type { Answer, ToolCall } from '../answer.js'
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
  yield event({ type: 'content_block_start', index: 0, content_block: text('') })
  // No part of the SDK's types: clients are told to expect it anywhere.
  yield { event: 'ping', data: { type: 'ping' } }
  for (const piece of answer.pieces)
    yield event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } })
  yield event({ type: 'content_block_stop', index: 0 })
  if (answer.toolCall !== undefined) yield* toolEvents(answer.toolCall)
  yield event({
    type: 'message_delta',
    delta: { container: null, stop_reason: stopReasons[answer.end], stop_sequence: null, stop_details: null },
    usage: {
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      input_tokens: answer.inputTokens,
      output_tokens: answer.outputTokens,
      output_tokens_details: null,
      server_tool_use: null,
    },
  })
  yield event({ type: 'message_stop' })
}

function* toolEvents(call: ToolCall): Generator<WireEvent> {
  const json = JSON.stringify(call.arguments)
  yield event({ type: 'content_block_start', index: 1, content_block: toolUse({ ...call, arguments: {} }) })
  for (const part of [json.slice(0, 1), json.slice(1)])
    yield event({ type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: part } })
  yield event({ type: 'content_block_stop', index: 1 })
}

const event = (data: RawMessageStreamEvent): WireEvent => ({ event: data.type, data })

function contentOf({ pieces, toolCall }: Answer): ContentBlock[] {
  const said = text(pieces.join(''))
  return toolCall === undefined ? [said] : [said, toolUse(toolCall)]
}

const text = (value: string): ContentBlock => ({ type: 'text', text: value, citations: null })

const toolUse = ({ id, name, arguments: input }: ToolCall): ContentBlock => ({
  type: 'tool_use',
  id: `toolu_${id}`,
  name,
  input,
  caller: { type: 'direct' },
})

const usage = (answer: Answer, outputTokens: number): Usage => ({
  cache_creation: null,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  inference_geo: null,
  input_tokens: answer.inputTokens,
  output_tokens: outputTokens,
  output_tokens_details: null,
  server_tool_use: null,
  service_tier: null,
  speed: null,
})
