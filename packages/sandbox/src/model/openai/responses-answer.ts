// The answer as a response of the Responses API.
import type {
  Response,
  ResponseFunctionToolCall,
  ResponseOutputMessage,
  ResponseOutputText,
  ResponseReasoningItem,
} from 'openai/resources/responses/responses'
import type { Answer, Thought, ToolCall } from '../answer.js'
import { modelsCreatedAt } from '../model-names.js'

/** What the SDK adds by itself is not sent. */
export type WireResponse = Omit<Response, 'output_text'>

export const responseOf = (answer: Answer): WireResponse => ({
  ...begunResponse(answer),
  status: answer.end === 'length' ? 'incomplete' : 'completed',
  incomplete_details: answer.end === 'length' ? { reason: 'max_output_tokens' } : null,
  output: [
    ...(answer.thought === undefined ? [] : [thoughtItem(answer, answer.thought)]),
    messageItem(answer),
    ...answer.toolCalls.map((call) => callItem(call)),
  ],
  usage: {
    input_tokens: answer.inputTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: answer.outputTokens,
    output_tokens_details: { reasoning_tokens: answer.thoughtTokens },
    total_tokens: answer.inputTokens + answer.outputTokens,
  },
})

/** Before anything was said. */
export const begunResponse = ({ id, model }: Answer): WireResponse => ({
  id: `resp_sandbox_${id}`,
  object: 'response',
  access_programs: null,
  created_at: modelsCreatedAt / 1_000,
  status: 'in_progress',
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model,
  output: [],
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
})

const messageId = ({ id }: Answer): string => `msg_sandbox_${id}`
const callId = ({ id }: ToolCall): string => `fc_${id}`

export const textPart = (text: string): ResponseOutputText => ({
  type: 'output_text',
  text,
  annotations: [],
  logprobs: [],
})

export const messageItem = (answer: Answer): ResponseOutputMessage => ({
  id: messageId(answer),
  type: 'message',
  role: 'assistant',
  status: answer.end === 'length' ? 'incomplete' : 'completed',
  content: [textPart(answer.pieces.join(''))],
})

export const thoughtItem = ({ id }: Answer, { text, seal }: Thought): ResponseReasoningItem => ({
  id: `rs_sandbox_${id}`,
  type: 'reasoning',
  summary: [{ type: 'summary_text', text }],
  encrypted_content: seal,
})

export const callItem = (call: ToolCall): ResponseFunctionToolCall & { id: string } => ({
  id: callId(call),
  type: 'function_call',
  status: 'completed',
  call_id: call.id,
  name: call.name,
  arguments: JSON.stringify(call.arguments),
})
