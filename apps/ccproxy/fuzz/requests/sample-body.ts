import type { Dialect } from '@ccproxy/core'
import type { Random } from '../../soak/random.ts'
import type { Json } from './mutate-json.ts'

const schema = { type: 'object', properties: { city: { type: 'string', enum: ['a', 'b'] } }, required: ['city'] }
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A request with something of everything, in the words of a dialect. */
export function sampleBody(random: Random, dialect: Dialect): Json {
  const sample = samples[dialect]
  const kept = Object.entries(sample).filter(([key]) => essential.has(key) || random.chance(0.6))
  return { ...Object.fromEntries(kept), ...(dialect !== 'gemini' && { stream: random.chance(0.5) }) }
}

const essential: ReadonlySet<string> = new Set(['model', 'messages', 'input', 'contents', 'max_tokens'])

const samples: Readonly<Record<Dialect, Readonly<Record<string, Json>>>> = {
  'anthropic-messages': {
    model: 'm',
    max_tokens: 100,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'c2ln' },
          { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'a' } },
        ],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'sun' }], is_error: true }],
      },
    ],
    tools: [{ name: 'weather', description: 'Tells it.', input_schema: schema }],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 50 },
    stop_sequences: ['END'],
    temperature: 0.5,
    metadata: { user_id: 'u' },
  },
  'openai-chat': {
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 't1', type: 'function', function: { name: 'weather', arguments: '{"city":"a"}' } }],
      },
      { role: 'tool', tool_call_id: 't1', content: 'sun' },
    ],
    tools: [{ type: 'function', function: { name: 'weather', parameters: schema, strict: true } }],
    tool_choice: { type: 'function', function: { name: 'weather' } },
    response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    stream_options: { include_usage: true },
    max_completion_tokens: 100,
    stop: ['END'],
    n: 1,
    reasoning_effort: 'low',
  },
  'openai-responses': {
    model: 'm',
    instructions: 'Be brief.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Hi' },
          { type: 'input_image', image_url: `data:image/png;base64,${pixel}` },
        ],
      },
      { type: 'reasoning', id: 'r1', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: 'c2ln' },
      { type: 'function_call', call_id: 't1', name: 'weather', arguments: '{"city":"a"}' },
      { type: 'function_call_output', call_id: 't1', output: 'sun' },
    ],
    tools: [{ type: 'function', name: 'weather', parameters: schema, strict: false }],
    tool_choice: 'required',
    text: { format: { type: 'json_schema', name: 'x', schema } },
    reasoning: { effort: 'low', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
    max_output_tokens: 100,
    store: false,
  },
  gemini: {
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'Hi' }, { inlineData: { mimeType: 'image/png', data: pixel } }] },
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true, thoughtSignature: 'c2ln' },
          { functionCall: { name: 'weather', args: { city: 'a' } } },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { output: 'sun' } } }] },
    ],
    tools: [{ functionDeclarations: [{ name: 'weather', parameters: schema }] }],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['weather'] } },
    generationConfig: {
      maxOutputTokens: 100,
      responseMimeType: 'application/json',
      responseSchema: schema,
      thinkingConfig: { includeThoughts: true, thinkingBudget: 50 },
    },
  },
}
