// Pictures and PDFs, said and returned by tools: kept, moved beside, or refused by name; never lost.
import { describe, expect, test } from 'vitest'
import type { WireRequest } from '../codec.js'
import { codecs } from '../codecs.js'
import type { Block } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'
import { translateRequest } from '../translate-request.js'

const pdf = 'JVBERi0xLjcK'
const png = 'iVBORw0KGgo='
const sources = {
  base64: { type: 'base64', media_type: 'application/pdf', data: pdf },
  url: { type: 'url', url: 'https://example.com/a.pdf' },
  file: { type: 'file', file_id: 'file_1' },
} as const
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }

function said(...content: readonly object[]): WireRequest {
  return { path: '/v1/messages', body: { model: 'm', max_tokens: 9, messages: [{ role: 'user', content }] } }
}

const call = (id: string): object => ({ type: 'tool_use', id, name: 'look', input: {} })

function returned(...content: readonly object[]): WireRequest {
  const messages = [
    { role: 'user', content: 'Look' },
    { role: 'assistant', content: [call('call_a'), call('call_b')] },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'call_a', content },
        { type: 'tool_result', tool_use_id: 'call_b', content: 'nothing' },
      ],
    },
  ]
  return { path: '/v1/messages', body: { model: 'm', max_tokens: 9, messages } }
}

function translated(to: Dialect, request: WireRequest, model = 'm'): WireRequest['body'] {
  const result = translateRequest({ from: 'anthropic-messages', to, request, model })
  expect(result.dropped).toEqual([])
  return result.request.body
}

const targets = ['openai-chat', 'openai-responses', 'gemini'] as const

describe.each([
  ['said', said],
  ['returned by a tool', returned],
] as const)('a PDF that is %s', (_name, request) => {
  test.each(targets)('is sent to %s with its bytes', (to) => {
    expect(
      JSON.stringify(translated(to, request({ type: 'document', title: 'a.pdf', source: sources.base64 }))),
    ).toContain(pdf)
  })

  test.each(['openai-responses', 'gemini'] as const)('is sent to %s with its address', (to) => {
    expect(JSON.stringify(translated(to, request({ type: 'document', source: sources.url })))).toContain(
      sources.url.url,
    )
  })

  test.each([
    ['openai-chat', 'url'],
    ['openai-chat', 'file'],
    ['openai-responses', 'file'],
    ['gemini', 'file'],
  ] as const)('is refused by name for %s with its %s', (to, source) => {
    const asked = request({ type: 'document', source: sources[source] })
    expect(() => translated(to, asked)).toThrow(
      expect.objectContaining({
        status: 400,
        message: expect.stringMatching(/^(document\.source\.url|source\.file_id) /) as unknown,
      }),
    )
  })
})

test.each([
  ['openai-chat', '/v1/chat/completions', { type: 'file', file: { file_id: 'file-1' } }, 'input_file'],
  ['openai-responses', '/v1/responses', { type: 'input_file', file_id: 'file-1' }, 'file'],
] as const)('an upload of %s is known in the other dialect of OpenAI', (from, path, part, type) => {
  const to = from === 'openai-chat' ? 'openai-responses' : 'openai-chat'
  const messages = [{ role: 'user', content: [part] }]
  const { request } = translateRequest({ from, to, request: { path, body: { model: 'm', messages, input: messages } } })
  expect(JSON.stringify(request.body)).toContain(`"type":"${type}"`)
  expect(JSON.stringify(request.body)).toContain('"file_id":"file-1"')
})

const both = returned({ type: 'text', text: 'Two:' }, image, { type: 'document', source: sources.base64 })

/** What the last turn says, as the provider reads it. */
function lastTurn(to: Dialect, model?: string): readonly Block[] {
  const path = to === 'gemini' ? '/v1beta/models/m:generateContent' : '/'
  return (
    codecs[to].parseRequest({ path, body: { ...translated(to, both, model), model: 'm' } }).turns.at(-1)?.blocks ?? []
  )
}

describe('pictures and PDFs in a result', () => {
  test.each([
    ['openai-responses', 'gpt-5'],
    ['gemini', 'gemini-3-pro'],
  ] as const)('stay in it for %s (%s)', (to, model) => {
    expect(lastTurn(to, model)).toMatchObject([
      { type: 'tool-result', callId: 'call_a', content: [{ type: 'text' }, { type: 'image' }, { type: 'document' }] },
      { type: 'tool-result', callId: 'call_b', content: [{ type: 'text', text: 'nothing' }] },
    ])
  })

  test.each([
    ['openai-chat', 'gpt-5'],
    ['gemini', 'gemini-2.5-pro'],
  ] as const)('follow the results for %s (%s), after a line that names the call', (to, model) => {
    expect(lastTurn(to, model)).toMatchObject([
      { type: 'tool-result', callId: 'call_a', content: [{ type: 'text', text: 'Two:' }] },
      { type: 'tool-result', callId: 'call_b' },
      { type: 'text', text: 'Returned by the tool call call_a:' },
      { type: 'image', media: { data: png } },
      { type: 'document', media: { data: pdf } },
    ])
  })
})

function returnedByGemini(mimeType: string): WireRequest {
  const media = { inlineData: { mimeType, data: 'UklGRg==' } }
  return {
    path: '/v1beta/models/m:generateContent',
    body: {
      contents: [
        { role: 'model', parts: [{ functionCall: { name: 'look', args: {} } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'look', response: { output: 'it' }, parts: [media] } }] },
      ],
    },
  }
}

test('sound that a function of Gemini returned is refused by name where nobody hears, and a film is named as dropped', () => {
  const translation = { from: 'gemini', to: 'anthropic-messages' } as const
  expect(() => translateRequest({ ...translation, request: returnedByGemini('audio/wav') })).toThrow(
    /inlineData cannot be sent/,
  )
  expect(translateRequest({ ...translation, request: returnedByGemini('video/mp4') }).dropped).toEqual(['hostedTool'])
})

test('a picture in a result of Chat, as some clients send it, is one in a result elsewhere', () => {
  const part = { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }
  const messages = [
    {
      role: 'assistant',
      tool_calls: [{ id: 'call_a', type: 'function', function: { name: 'look', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'call_a', content: [{ type: 'text', text: 'Here' }, part] },
  ]
  const request = { path: '/v1/chat/completions', body: { model: 'm', messages } }
  expect(translateRequest({ from: 'openai-chat', to: 'anthropic-messages', request }).request.body).toMatchObject({
    messages: [{}, {}, { content: [{ type: 'tool_result', content: [{ type: 'text' }, { type: 'image' }] }] }],
  })
})
