// Tools that the provider of the client's own dialect would have run: another provider has others.
import { describe, expect, test } from 'vitest'
import type { WireRequest } from '../codec.js'
import { codecs } from '../codecs.js'
import type { Dialect } from '../model/dialect.js'
import { translateRequest } from '../translate-request.js'

const look = { name: 'look', description: 'Looks', input_schema: { type: 'object' } }
const words = { type: 'object', properties: { at: { type: 'string' } } }

/** A search was made before, and another one may be. */
const requests: Readonly<Record<Dialect, WireRequest>> = {
  'anthropic-messages': {
    path: '/v1/messages',
    body: {
      model: 'm',
      max_tokens: 9,
      tools: [look, { type: 'web_search_20250305', name: 'web_search' }],
      messages: [
        { role: 'user', content: 'Search' },
        {
          role: 'assistant',
          content: [
            { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'it' } },
            { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
            { type: 'text', text: 'Found' },
          ],
        },
        { role: 'user', content: 'Again' },
      ],
    },
  },
  'openai-chat': {
    path: '/v1/chat/completions',
    body: {
      model: 'm',
      web_search_options: {},
      tools: [{ type: 'function', function: { name: 'look', parameters: words } }],
      messages: [
        { role: 'user', content: 'Search' },
        { role: 'assistant', content: 'Found' },
        { role: 'user', content: 'Again' },
      ],
    },
  },
  'openai-responses': {
    path: '/v1/responses',
    body: {
      model: 'm',
      tools: [
        { type: 'function', name: 'look', parameters: words },
        { type: 'web_search' },
        { type: 'code_interpreter' },
      ],
      tool_choice: { type: 'web_search' },
      input: [
        { role: 'user', content: 'Search' },
        { type: 'web_search_call', id: 'ws_1', status: 'completed' },
        { role: 'assistant', content: 'Found' },
        { role: 'user', content: 'Again' },
      ],
    },
  },
  gemini: {
    path: '/v1beta/models/m:generateContent',
    body: {
      tools: [
        { functionDeclarations: [{ name: 'look', parameters: words }] },
        { googleSearch: {} },
        { codeExecution: {} },
      ],
      contents: [
        { role: 'user', parts: [{ text: 'Search' }] },
        {
          role: 'model',
          parts: [
            { executableCode: { language: 'PYTHON', code: 'print(1)' } },
            { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
            { text: 'Found' },
          ],
        },
        { role: 'user', parts: [{ text: 'Again' }] },
      ],
    },
  },
}

const dropped: Readonly<Record<Dialect, readonly string[]>> = {
  'anthropic-messages': ['hostedTool'],
  'openai-chat': ['web_search_options'],
  'openai-responses': ['hostedTool', 'tool_choice'],
  gemini: ['hostedTool'],
}

const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

describe.each(dialects)('of %s', (from) => {
  test.each(dialects.filter((to) => to !== from))('%s is sent the rest, and the answer says so', (to) => {
    const { request, dropped: names } = translateRequest({ from, to, request: requests[from] })
    expect(names.toSorted()).toEqual(dropped[from])
    const { tools, turns, toolChoice } = codecs[to].parseRequest(request)
    expect(tools).toMatchObject([{ name: 'look' }])
    expect(toolChoice).toBeUndefined()
    expect(turns.map(({ role, blocks }) => [role, blocks.map(({ type }) => type)])).toEqual([
      ['user', ['text']],
      ['assistant', ['text']],
      ['user', ['text']],
    ])
    expect(JSON.stringify(request.body)).not.toMatch(/search_|googleSearch|code_?execution|interpreter/i)
  })

  test('its own provider has it back', () => {
    const { request, dropped: names } = translateRequest({ from, to: from, request: requests[from] })
    expect(names).toEqual([])
    const hosted = JSON.stringify(request.body).match(/search|code_?execution|interpreter/gi)
    expect(hosted).toHaveLength(
      JSON.stringify(requests[from].body).match(/search|code_?execution|interpreter/gi)?.length ?? 0,
    )
  })
})
