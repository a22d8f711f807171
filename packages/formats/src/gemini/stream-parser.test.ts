import { expect, test } from 'vitest'
import type { AnswerEvent } from '../model/answer.js'
import { createStreamParser } from './stream-parser.js'

const chunk = (parts: readonly object[], rest: object = {}, usage?: object) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...rest }],
  ...(usage !== undefined && { usageMetadata: usage }),
  modelVersion: 'gemini-3-flash',
  responseId: 'r1',
})
const end = { finishReason: 'STOP' }

function parse(...chunks: readonly unknown[]): readonly AnswerEvent[] {
  const parser = createStreamParser()
  const events = chunks.flatMap((data) => parser.push({ data: typeof data === 'string' ? data : JSON.stringify(data) }))
  return [...events, ...parser.end()]
}

const start = { type: 'start', id: 'r1', model: 'gemini-3-flash' }
const seal = (data: string) => ({ origin: 'gemini', data })

test('thoughts, text and calls, each block begun once', () => {
  const usage = { promptTokenCount: 9 }
  const events = parse(
    chunk([{ text: 'H', thought: true }], {}, usage),
    chunk([{ text: 'm.', thought: true }], {}, usage),
    chunk([{ text: 'Yes, ' }]),
    chunk([{ text: 'I look.' }]),
    chunk([
      { functionCall: { id: 'c1', name: 'look', args: { at: 1 } }, thoughtSignature: 'c2ln' },
      { functionCall: { id: 'c2', name: 'look' } },
    ]),
    chunk([{ text: '' }], end, { promptTokenCount: 9, candidatesTokenCount: 4, thoughtsTokenCount: 2 }),
  )
  expect(events).toEqual([
    { ...start, usage: { input: 9, output: 0 } },
    { type: 'block-start', index: 0, block: { type: 'reasoning' } },
    { type: 'delta', index: 0, text: 'H' },
    { type: 'delta', index: 0, text: 'm.' },
    { type: 'block-stop', index: 0 },
    { type: 'block-start', index: 1, block: { type: 'text' } },
    { type: 'delta', index: 1, text: 'Yes, ' },
    { type: 'delta', index: 1, text: 'I look.' },
    { type: 'block-stop', index: 1 },
    { type: 'block-start', index: 2, block: { type: 'tool-call', id: 'c1', name: 'look', seal: seal('c2ln') } },
    { type: 'delta', index: 2, text: '{"at":1}' },
    { type: 'block-stop', index: 2 },
    { type: 'block-start', index: 3, block: { type: 'tool-call', id: 'c2', name: 'look' } },
    { type: 'delta', index: 3, text: '{}' },
    { type: 'block-stop', index: 3 },
    { type: 'finish', reason: 'tool-calls', usage: { input: 9, output: 6, reasoning: 2 } },
  ])
})

test('signatures on a thought, on a text, and on an empty text at the end', () => {
  const events = parse(
    chunk([{ text: 'Hm', thought: true }]),
    chunk([{ text: '.', thought: true, thoughtSignature: 'MQ==' }]),
    chunk([{ text: 'Yes', thoughtSignature: 'Mg==' }]),
    chunk([{ text: '.' }]),
    chunk([{ text: '', thoughtSignature: 'Mw==' }], end),
  )
  expect(events.filter(({ type }) => type === 'block-stop')).toEqual([
    { type: 'block-stop', index: 0, seal: { ...seal('MQ=='), texts: ['Hm.'] } },
    { type: 'block-stop', index: 1, seal: seal('Mg==') },
    { type: 'block-stop', index: 2 },
    { type: 'block-stop', index: 3, seal: { ...seal('Mw=='), texts: [] } },
  ])
})

test('parts of its own are opaque', () => {
  const part = { executableCode: { language: 'PYTHON', code: '1' } }
  expect(parse(chunk([part], end)).slice(1, 3)).toEqual([
    {
      type: 'block-start',
      index: 0,
      block: {
        type: 'opaque',
        block: { type: 'opaque', value: { dialect: 'gemini', name: 'executableCode', json: part } },
      },
    },
    { type: 'block-stop', index: 0 },
  ])
})

test('the end is the end of the stream: usage may come after the reason', () => {
  const late = { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 1 } }
  expect(parse(chunk([{ text: 'x' }], { finishReason: 'MAX_TOKENS' }), late).at(-1)).toEqual({
    type: 'finish',
    reason: 'length',
    usage: { input: 3, output: 1 },
  })
})

test('a blocked prompt ends filtered', () => {
  expect(parse({ promptFeedback: { blockReason: 'OTHER' } }).map(({ type }) => type)).toEqual(['start', 'finish'])
})

test('the array that comes without alt=sse is understood in one piece', () => {
  const chunks = [chunk([{ text: 'a' }]), chunk([{ text: 'b' }], end)]
  expect(parse(chunks)).toEqual(parse(...chunks))
})

test('a connection that ends early is one error, and nothing comes after it', () => {
  const parser = createStreamParser()
  parser.push({ data: JSON.stringify(chunk([{ text: 'x' }])) })
  expect(parser.end()).toEqual([{ type: 'error', error: { status: 502, message: expect.stringContaining('ended') } }])
  expect(parser.end()).toEqual([])
  expect(parser.push({ data: JSON.stringify(chunk([{ text: 'y' }])) })).toEqual([])
})

test.each(['{"candidates":', '"text"', '{"candidates":[1]}', '{"candidates":[{"content":{"parts":[{"text":1}]}}]}'])(
  'the event %s is an error',
  (data) => {
    expect(parse(chunk([{ text: 'x' }]), data, chunk([{ text: 'y' }], end)).slice(3)).toEqual([
      { type: 'error', error: { status: 502, message: expect.any(String) } },
    ])
  },
)

test('an error in the stream has the status that it names', () => {
  const error = { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' }
  expect(parse(chunk([{ text: 'x' }]), { error }).at(-1)).toEqual({
    type: 'error',
    error: { status: 503, type: 'UNAVAILABLE', message: 'Overloaded.' },
  })
})
