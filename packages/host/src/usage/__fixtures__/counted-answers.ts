// What providers send, in the order of keys in which they send it, with the numbers that observers should get.
import type { Dialect, TokenUsage } from '@ccproxy/core'

export interface CountedAnswer {
  readonly dialect: Dialect
  readonly path: string
  readonly model: string
  /** Text that looks like usage: in strings of the model, and as an object where the dialect has objects of the model. */
  readonly stream: string
  readonly json: string
  readonly usage: TokenUsage
}

const fooling = JSON.stringify(
  '"usage":{"input_tokens":666,"prompt_tokens":666} \\"usage": {\\ "usageMetadata":{"promptTokenCount":666}',
)
const decoy =
  '{"usage":{"input_tokens":666,"output_tokens":666},"usageMetadata":{"promptTokenCount":666},"model":"decoy","modelVersion":"decoy"}'

function events(...data: readonly string[]): string {
  return data.map((text) => `event: e\ndata: ${text}\n\n`).join('')
}

const anthropic: CountedAnswer = {
  dialect: 'anthropic-messages',
  path: '/v1/messages',
  model: 'claude-sonnet-4-5-20250929',
  stream: events(
    '{"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_1","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":24,"cache_creation_input_tokens":100,"cache_read_input_tokens":2000,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":0},"output_tokens":3,"service_tier":"standard"}}}',
    `{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"usage","input":${decoy}}}`,
    `{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":${fooling}}}`,
    '{"type":"content_block_stop","index":0}',
    '{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":null,"output_tokens":41}}',
    '{"type":"message_stop"}',
  ),
  json: `{"model":"claude-sonnet-4-5-20250929","id":"msg_1","type":"message","role":"assistant","content":[{"type":"text","text":${fooling}},{"type":"tool_use","id":"toolu_1","name":"usage","input":${decoy}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":24,"cache_creation_input_tokens":100,"cache_read_input_tokens":2000,"output_tokens":41}}`,
  usage: { inputTokens: 2124, outputTokens: 41, cachedInputTokens: 2000, cacheCreationInputTokens: 100 },
}

const chatChunk = (rest: string): string =>
  `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1720000000,"model":"gpt-4o-2024-08-06",${rest}}`
const chatUsage =
  '{"completion_tokens":10,"completion_tokens_details":{"reasoning_tokens":4},"prompt_tokens":8,"prompt_tokens_details":{"cached_tokens":5},"total_tokens":18}'

const chat: CountedAnswer = {
  dialect: 'openai-chat',
  path: '/v1/chat/completions',
  model: 'gpt-4o-2024-08-06',
  stream: events(
    chatChunk(`"choices":[{"index":0,"delta":{"content":${fooling}},"finish_reason":null}],"usage":null`),
    chatChunk('"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null'),
    chatChunk(`"choices":[],"usage":${chatUsage}`),
    '[DONE]',
  ),
  // Alphabetical, as Azure has it.
  json: `{"choices":[{"finish_reason":"stop","index":0,"message":{"content":${fooling},"role":"assistant"}}],"created":1720000000,"id":"chatcmpl-1","model":"gpt-4o-2024-08-06","object":"chat.completion","usage":${chatUsage}}`,
  usage: { inputTokens: 8, outputTokens: 10, cachedInputTokens: 5, reasoningTokens: 4 },
}

const responseUsage =
  '{"input_tokens":2239,"input_tokens_details":{"cached_tokens":2176},"output_tokens":15,"output_tokens_details":{"reasoning_tokens":6},"total_tokens":2254}'
const response = (status: string, output: string, usage: string): string =>
  `{"id":"resp_1","object":"response","created_at":1720000000,"status":"${status}","error":null,"incomplete_details":null,"instructions":${fooling},"max_output_tokens":null,"model":"gpt-5-2025-08-07","output":${output},"parallel_tool_calls":true,"tools":[{"type":"function","name":"meter","parameters":{"type":"object","properties":${decoy}}}],"usage":${usage},"user":null,"metadata":{}}`
const message = `[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":${fooling},"annotations":[]}]}]`

const responses: CountedAnswer = {
  dialect: 'openai-responses',
  path: '/v1/responses',
  model: 'gpt-5-2025-08-07',
  stream: events(
    `{"type":"response.created","sequence_number":0,"response":${response('in_progress', '[]', 'null')}}`,
    `{"type":"response.output_text.delta","sequence_number":1,"delta":${fooling}}`,
    `{"type":"response.completed","sequence_number":2,"response":${response('completed', message, responseUsage)}}`,
  ),
  json: response('completed', message, responseUsage),
  usage: { inputTokens: 2239, outputTokens: 15, cachedInputTokens: 2176, reasoningTokens: 6 },
}

const geminiChunk = (part: string, usage: string): string =>
  `{"candidates": [{"content": {"parts": [${part}],"role": "model"},"index": 0}],"usageMetadata": ${usage},"modelVersion": "gemini-2.5-flash","responseId": "abc"}`
const geminiCall = `{"functionCall": {"name": "meter","args": ${decoy}}}`
const geminiUsage =
  '{"promptTokenCount": 10,"candidatesTokenCount": 20,"thoughtsTokenCount": 7,"cachedContentTokenCount": 4,"totalTokenCount": 37,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 10}]}'

const gemini: CountedAnswer = {
  dialect: 'gemini',
  path: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
  model: 'gemini-2.5-flash',
  stream: [
    geminiChunk(`{"text": ${fooling}}`, '{"promptTokenCount": 10,"totalTokenCount": 10}'),
    geminiChunk(geminiCall, geminiUsage),
  ]
    .map((chunk) => `data: ${chunk}\r\n\r\n`)
    .join(''),
  json: `${geminiChunk(`{"text": ${fooling}},${geminiCall}`, geminiUsage)}\n`,
  usage: { inputTokens: 10, outputTokens: 27, cachedInputTokens: 4, reasoningTokens: 7 },
}

export const countedAnswers: readonly CountedAnswer[] = [anthropic, chat, responses, gemini]
