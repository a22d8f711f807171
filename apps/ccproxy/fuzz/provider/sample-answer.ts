import type { Dialect } from '@ccproxy/core'
import type { Json } from '../requests/mutate-json.ts'

const usage = { input_tokens: 3, output_tokens: 5 }

/** A whole answer in the words of a dialect. */
export const sampleAnswers: Readonly<Record<Dialect, Json>> = {
  'anthropic-messages': {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [
      { type: 'thinking', thinking: 'hm', signature: 'c2ln' },
      { type: 'text', text: 'Hello' },
      { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'a' } },
    ],
    stop_reason: 'tool_use',
    usage,
  },
  'openai-chat': {
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'Hello',
          tool_calls: [{ id: 't1', type: 'function', function: { name: 'weather', arguments: '{"city":"a"}' } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
  },
  'openai-responses': {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'm',
    output: [
      { type: 'reasoning', id: 'r1', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: 'c2ln' },
      {
        type: 'message',
        id: 'm1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hello', annotations: [] }],
      },
      {
        type: 'function_call',
        id: 'f1',
        call_id: 't1',
        name: 'weather',
        arguments: '{"city":"a"}',
        status: 'completed',
      },
    ],
    usage: { ...usage, total_tokens: 8 },
  },
  gemini: {
    candidates: [
      {
        index: 0,
        content: {
          role: 'model',
          parts: [{ text: 'hm', thought: true }, { text: 'Hello' }, { functionCall: { name: 'weather', args: {} } }],
        },
        finishReason: 'STOP',
      },
    ],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 5, totalTokenCount: 8 },
    modelVersion: 'm',
  },
}

const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null, usage }
const part = { item_id: 'm1', output_index: 0, content_index: 0 }
const chunk = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm' }

/** The events of a stream in the words of a dialect, each with its `type` where it has one. */
export const sampleEvents: Readonly<Record<Dialect, readonly Json[]>> = {
  'anthropic-messages': [
    { type: 'message_start', message },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
    { type: 'content_block_stop', index: 0 },
    {
      type: 'content_block_start',
      index: 1,
      content_block: { type: 'tool_use', id: 't1', name: 'weather', input: {} },
    },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '{"city":' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '"a"}' } },
    { type: 'content_block_stop', index: 1 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage },
    { type: 'message_stop' },
  ],
  'openai-chat': [
    { ...chunk, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    { ...chunk, choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: null }] },
    {
      ...chunk,
      choices: [
        {
          index: 0,
          delta: {
            tool_calls: [{ index: 0, id: 't1', type: 'function', function: { name: 'weather', arguments: '{}' } }],
          },
          finish_reason: null,
        },
      ],
    },
    { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    { ...chunk, choices: [], usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 } },
    '[DONE]',
  ],
  'openai-responses': [
    { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', model: 'm', output: [] } },
    {
      type: 'response.output_item.added',
      output_index: 0,
      item: { type: 'message', id: 'm1', role: 'assistant', content: [] },
    },
    { type: 'response.content_part.added', ...part, part: { type: 'output_text', text: '', annotations: [] } },
    { type: 'response.output_text.delta', ...part, delta: 'Hello' },
    { type: 'response.output_text.done', ...part, text: 'Hello' },
    {
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'message', id: 'm1', role: 'assistant', content: [] },
    },
    {
      type: 'response.output_item.added',
      output_index: 1,
      item: { type: 'function_call', id: 'f1', call_id: 't1', name: 'weather', arguments: '' },
    },
    { type: 'response.function_call_arguments.delta', item_id: 'f1', output_index: 1, delta: '{}' },
    {
      type: 'response.output_item.done',
      output_index: 1,
      item: { type: 'function_call', id: 'f1', call_id: 't1', name: 'weather', arguments: '{}' },
    },
    { type: 'response.completed', response: sampleAnswers['openai-responses'] },
  ],
  gemini: [
    { candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }], modelVersion: 'm' },
    {
      candidates: [
        { content: { role: 'model', parts: [{ text: 'lo' }, { functionCall: { name: 'weather', args: {} } }] } },
      ],
    },
    {
      candidates: [{ content: { role: 'model', parts: [] }, finishReason: 'STOP' }],
      usageMetadata: { totalTokenCount: 8 },
    },
  ],
}
