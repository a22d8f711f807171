import { describe, expect, test } from 'vitest'
import type { ToolCallBlock, ToolResultBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'
import { translateRequest } from '../translate-request.js'
import { pairToolResults } from './pair-tool-results.js'

const call = (id: string): ToolCallBlock => ({ type: 'tool-call', id, name: 'look', arguments: '{}' })
const text = (words: string): { type: 'text'; text: string } => ({ type: 'text', text: words })
const result = (callId: string, words = `of ${callId}`): ToolResultBlock => ({
  type: 'tool-result',
  callId,
  content: [text(words)],
})
const user = (...blocks: Extract<Turn, { role: 'user' }>['blocks']): Turn => ({ role: 'user', blocks })
const assistant = (...blocks: Extract<Turn, { role: 'assistant' }>['blocks']): Turn => ({ role: 'assistant', blocks })
const system: Turn = { role: 'system', blocks: [text('Be brief.')] }
const unanswered = (callId: string): object => ({
  type: 'tool-result',
  callId,
  isError: true,
  content: [text(missing)],
})
const missing = 'This tool call has no result: it was interrupted, or never run.'

describe('pairToolResults', () => {
  test.each<[string, readonly Turn[]]>([
    ['no calls', [user(text('hi')), assistant(text('hello')), assistant(text('there'))]],
    ['two calls', [assistant(call('a'), call('b')), user(result('b'), text('and'), result('a')), system]],
    ['an id in each turn', [assistant(call('a')), user(result('a')), assistant(call('a')), user(result('a'))]],
  ])('what is in order stays what it is: %s', (_name, turns) => {
    expect(pairToolResults(turns)).toBe(turns)
  })

  test.each<[string, readonly Turn[], readonly object[]]>([
    [
      'the user interrupts',
      [user(text('hi')), assistant(call('a'), call('b')), user(text('stop'), result('b'))],
      [
        user(text('hi')),
        assistant(call('a'), call('b')),
        { role: 'user', blocks: [unanswered('a'), result('b'), text('stop')] },
      ],
    ],
    ['nothing follows', [assistant(call('a'))], [assistant(call('a')), { role: 'user', blocks: [unanswered('a')] }]],
    [
      'instructions stand between',
      [assistant(call('a')), system, user(result('a'), text('go'))],
      [assistant(call('a')), user(result('a')), system, user(text('go'))],
    ],
    [
      'the assistant goes on before the result',
      [assistant(call('a')), assistant(text('well')), user(result('a'))],
      [assistant(call('a'), text('well')), user(result('a'))],
    ],
    [
      'the result is late',
      [assistant(call('a')), user(text('wait')), assistant(text('yes')), user(result('a'))],
      [
        assistant(call('a')),
        user(result('a'), text('wait')),
        assistant(text('yes')),
        user(text('The tool call a has its result now.')),
      ],
    ],
    [
      'two results of one call',
      [assistant(call('a')), user({ ...result('a', 'begun'), isError: true }, result('a', 'done'))],
      [assistant(call('a')), user({ ...result('a', 'begun'), content: [text('begun'), text('done')] })],
    ],
    [
      'the call was cut off',
      [user(result('a')), assistant(text('so'))],
      [user(text('Result of an earlier tool call (a):'), text('of a')), assistant(text('so'))],
    ],
    [
      'one id twice in a turn',
      [assistant(call('a'), call('a')), user(result('a', 'one'), result('a', 'two'))],
      [assistant(call('a'), call('a_2')), user(result('a', 'one'), result('a_2', 'two'))],
    ],
    [
      'an id again, the first without a result',
      [assistant(call('a')), user(text('no')), assistant(call('a')), user(result('a'))],
      [
        assistant(call('a')),
        { role: 'user', blocks: [unanswered('a'), text('no')] },
        assistant(call('a')),
        user(result('a')),
      ],
    ],
  ])('%s', (_name, turns, paired) => {
    expect(pairToolResults(turns)).toEqual(paired)
    expect(pairToolResults(pairToolResults(turns))).toEqual(paired)
  })
})

const interrupted = {
  model: 'm',
  max_tokens: 9,
  messages: [
    { role: 'user', content: 'Look' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'call_a', name: 'look', input: {} }] },
    { role: 'user', content: 'Stop, I have it.' },
  ],
}

test.each<[Dialect, object]>([
  [
    'openai-chat',
    { messages: [{}, { tool_calls: [{}] }, { role: 'tool', tool_call_id: 'call_a', content: missing }, {}] },
  ],
  ['openai-responses', { input: [{}, {}, { type: 'function_call_output', call_id: 'call_a', output: missing }, {}] }],
  [
    'gemini',
    { contents: [{}, {}, { parts: [{ functionResponse: { name: 'look', response: { error: missing } } }, {}] }] },
  ],
])('a provider of %s is told that the call has no result', (to, body) => {
  const request = { path: '/v1/messages', body: interrupted }
  expect(translateRequest({ from: 'anthropic-messages', to, request }).request.body).toMatchObject(body)
  expect(
    translateRequest({ from: 'anthropic-messages', to: 'anthropic-messages', request }).request.body,
  ).toMatchObject({ messages: interrupted.messages.map(({ role }) => ({ role })) })
})
