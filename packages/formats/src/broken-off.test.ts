// Answers that a provider broke off: an error for clients of every dialect, never an ordinary end.
import { describe, expect, test } from 'vitest'
import { codecs } from './codecs.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import { StreamEvents } from './stream/stream-events.js'
import { translateAnswer } from './translate-answer.js'
import { StreamTranslator } from './translate-stream.js'

const clients: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

const wholes: readonly (readonly [from: Dialect, reason: string, body: JsonObject])[] = [
  ...[
    'MALFORMED_FUNCTION_CALL',
    'UNEXPECTED_TOOL_CALL',
    'TOO_MANY_TOOL_CALLS',
    'MISSING_THOUGHT_SIGNATURE',
    'NO_IMAGE',
    'OTHER',
  ].map(
    (finishReason) =>
      [
        'gemini',
        finishReason,
        { candidates: [{ content: { parts: [{ text: 'so far' }] }, finishReason, finishMessage: 'words of Google' }] },
      ] as const,
  ),
  ...['insufficient_system_resource', 'error', 'abort'].map(
    (reason) =>
      [
        'openai-chat',
        reason,
        { id: 'a', model: 'm', choices: [{ message: { content: 'so far' }, finish_reason: reason }] },
      ] as const,
  ),
  [
    'openai-responses',
    'max_tool_errors',
    { id: 'r', status: 'incomplete', incomplete_details: { reason: 'max_tool_errors' }, output: [] },
  ],
  ...['incomplete', 'expired'].map(
    (status) =>
      [
        'openai-responses',
        status,
        {
          id: 'r',
          status,
          incomplete_details: null,
          output: [{ type: 'message', content: [{ type: 'output_text', text: 'so far' }] }],
        },
      ] as const,
  ),
  ['anthropic-messages', 'server_fault', { id: 'm', model: 'm', content: [], stop_reason: 'server_fault' }],
]

function conversationOf(to: Dialect) {
  const bodies: Readonly<Record<Dialect, JsonObject>> = {
    'anthropic-messages': { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
    'openai-chat': { model: 'm', messages: [{ role: 'user', content: 'Hi' }] },
    'openai-responses': { model: 'm', input: 'Hi' },
    gemini: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  }
  return codecs[to].parseRequest({ body: bodies[to], path: '/v1beta/models/m:generateContent' })
}

describe.each(clients)('a client of %s', (to) => {
  test.each(wholes.filter(([from]) => from !== to))(
    'gets a 502 when a whole answer of %s ends with %s',
    (from, reason, body) => {
      const translate = (): unknown => translateAnswer({ from, to, body, conversation: conversationOf(to) })
      expect(translate).toThrow(
        expect.objectContaining({ status: 502, code: reason, message: expect.stringContaining(reason) }),
      )
      expect(translate).toThrow(from === 'gemini' ? 'words of Google' : reason)
    },
  )

  test('gets an error event when a stream of Gemini is broken off after it began', () => {
    if (to === 'gemini') return
    const stream = new StreamTranslator({ from: 'gemini', to, conversation: conversationOf(to) })
    const chunks: readonly JsonObject[] = [
      { candidates: [{ content: { parts: [{ text: 'so far' }] } }] },
      { candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'words of Google' }] },
    ]
    const sent = chunks.map((chunk) =>
      Buffer.from(stream.push(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`))).toString(),
    )
    const text = [...sent, Buffer.from(stream.end()).toString()].join('')
    expect(text).toContain('so far')
    expect(text).toMatch(/error[^]*MALFORMED_FUNCTION_CALL[^]*words of Google/)
    expect(text).not.toMatch(/"(?:end_turn|stop)"/)
    expect(stream.error).toMatchObject({ status: 502, code: 'MALFORMED_FUNCTION_CALL' })
  })
})

test('a stream of Gemini that begins with a bad end is an error before anything of an answer', () => {
  const chunk = { candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }] }
  const events = new StreamEvents('gemini').push(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`))
  expect(events.map(({ type }) => type)).toEqual(['start', 'error'])
})

test.each([
  ['MAX_TOKENS', 'max_tokens'],
  ['max_output_tokens', 'max_tokens'],
  ['model_context_window_exceeded', 'model_context_window_exceeded'],
  ['sensitive', 'refusal'],
  ['SAFETY', 'refusal'],
])('the end %s of Chat Completions is %s for a client of Anthropic Messages', (reason, expected) => {
  const body = { id: 'a', model: 'm', choices: [{ message: { content: 'x' }, finish_reason: reason }] }
  const conversation = conversationOf('anthropic-messages')
  expect(translateAnswer({ from: 'openai-chat', to: 'anthropic-messages', body, conversation })).toMatchObject({
    stop_reason: expected,
  })
})

test.each(['stop', 'tool_calls', 'eos_token', 'END_TURN', 'COMPLETE', ''])(
  '%j is a good end of Chat Completions',
  (reason) => {
    const body = { id: 'a', model: 'm', choices: [{ message: { content: 'x' }, finish_reason: reason }] }
    expect(() =>
      translateAnswer({
        from: 'openai-chat',
        to: 'anthropic-messages',
        body,
        conversation: conversationOf('anthropic-messages'),
      }),
    ).not.toThrow()
  },
)

test.each(['incomplete', 'expired'])(
  'a stream of Responses whose answer is %s without a reason is an error',
  (status) => {
    const stream = new StreamTranslator({
      from: 'openai-responses',
      to: 'anthropic-messages',
      conversation: conversationOf('anthropic-messages'),
    })
    const type = status === 'incomplete' ? 'response.incomplete' : 'response.done'
    stream.push(Buffer.from(`data: ${JSON.stringify({ type, response: { id: 'r', status, output: [] } })}\n\n`))
    expect(stream.error).toMatchObject({ status: 502, code: status })
  },
)
