// Calls whose arguments come in pieces, for clients of every API.
import { describe, expect, test } from 'vitest'
import { codecs } from '../codecs.js'
import type { Dialect } from '../model/dialect.js'
import type { JsonObject } from '../model/json.js'
import { StreamEvents } from '../stream/stream-events.js'
import { StreamTranslator } from '../translate-stream.js'

const chunk = (functionCall: JsonObject, rest: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: 'model', parts: [{ functionCall }] }, ...rest }],
})
/** The shape of Google's SDK: https://googleapis.github.io/js-genai/release_docs/interfaces/types.FunctionCall.html */
const pieces: readonly JsonObject[] = [
  chunk({ name: 'book', id: 'call_9', willContinue: true }),
  chunk({ partialArgs: [{ jsonPath: '$.place', stringValue: 'New ', willContinue: true }], willContinue: true }),
  chunk({
    partialArgs: [
      { jsonPath: '$.place', stringValue: 'York' },
      { jsonPath: '$.nights', numberValue: 3 },
    ],
    willContinue: true,
  }),
  chunk({
    partialArgs: [
      { jsonPath: "$.guests[0]['first name']", stringValue: 'Ada' },
      { jsonPath: '$.late', boolValue: true },
      { jsonPath: '$.note', nullValue: 'NULL_VALUE' },
    ],
    willContinue: true,
  }),
  chunk({}, { finishReason: 'STOP' }),
]
const args = { place: 'New York', nights: 3, guests: [{ 'first name': 'Ada' }], late: true, note: null }
const bytes = (chunks: readonly JsonObject[]): Uint8Array =>
  Buffer.from(chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join(''))

function eventsOf(chunks: readonly JsonObject[]) {
  const events = new StreamEvents('gemini')
  return [...events.push(bytes(chunks)), ...events.end()]
}

const callsIn = (chunks: readonly JsonObject[]): readonly unknown[] => {
  const events = eventsOf(chunks)
  return events.flatMap((event) => {
    if (event.type !== 'block-start' || event.block.type !== 'tool-call') return []
    const texts = events.flatMap((delta) => (delta.type === 'delta' && delta.index === event.index ? [delta.text] : []))
    const parsed: unknown = JSON.parse(texts.join(''))
    return [[event.block.name, parsed]]
  })
}

test('pieces are put together at their places, and are given on as they come', () => {
  expect(callsIn(pieces)).toEqual([['book', args]])
  expect(eventsOf(pieces).at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' })
  const texts = eventsOf(pieces).flatMap((event) => (event.type === 'delta' ? [event.text] : []))
  expect(texts).toEqual([
    '{"place":"New ',
    'York","nights":3',
    ',"guests":[{"first name":"Ada"}],"late":true,"note":null',
    '}',
  ])
})

test('objects and arrays within each other are closed where another place follows', () => {
  const places = ['$.a.b[0].c', '$.a.b[0].d', '$.a.b[1].c', '$.a.e', '$.f[0][0]', '$.f[0][1]', '$.f[1]', '$.g']
  const partialArgs = places.map((jsonPath, numberValue) => ({ jsonPath, numberValue }))
  expect(callsIn([chunk({ name: 'deep', partialArgs }, { finishReason: 'STOP' })])).toEqual([
    ['deep', { a: { b: [{ c: 0, d: 1 }, { c: 2 }], e: 3 }, f: [[4, 5], 6], g: 7 }],
  ])
})

test('digits, quotation marks, halves of a character and empty strings survive', () => {
  const chunks: readonly string[] = [
    '{"name":"odd","partialArgs":[{"jsonPath":"$.id","numberValue":1234567890123456789}],"willContinue":true}',
    String.raw`{"partialArgs":[{"jsonPath":"$.text","stringValue":"\"\n\ud83d","willContinue":true}],"willContinue":true}`,
    String.raw`{"partialArgs":[{"jsonPath":"$.text","stringValue":"\ude00"},{"jsonPath":"$.text","willContinue":false}]}`,
  ]
  const events = new StreamEvents('gemini')
  const lines = chunks.map((call) => `data: {"candidates":[{"content":{"parts":[{"functionCall":${call}}]}}]}\n\n`)
  const texts = events
    .push(Buffer.from(lines.join('')))
    .flatMap((event) => (event.type === 'delta' ? [event.text] : []))
  expect(texts.join('')).toContain('"id":1234567890123456789,')
  expect(JSON.parse(texts.join(''))).toMatchObject({ text: '"\n\u{1f600}' })
})

test('a name that is repeated with its id is the same call, and an end that is told twice is one end', () => {
  const same = [
    chunk({ name: 'a', id: 'call_1', willContinue: true }),
    chunk({ name: 'a', id: 'call_1', partialArgs: [{ jsonPath: '$.x', stringValue: '' }] }),
    chunk({}, { finishReason: 'STOP' }),
  ]
  expect(callsIn(same)).toEqual([['a', { x: '' }]])
})

test('text ends a call, and a signature of any piece is the one of the call', () => {
  const parts = [
    { functionCall: { name: 'a', willContinue: true }, thoughtSignature: 'c2ln' },
    { functionCall: { partialArgs: [{ jsonPath: '$.x', boolValue: false }], willContinue: true } },
    { text: 'Done' },
  ]
  const events = eventsOf([{ candidates: [{ content: { parts }, finishReason: 'STOP' }] }])
  expect(events.map(({ type }) => type)).toEqual(
    'start block-start delta delta block-stop block-start delta block-stop finish'.split(' '),
  )
  expect(events.find(({ type }) => type === 'block-stop')).toMatchObject({ seal: { data: 'c2ln' } })
})

test.each([
  [['$.a', '$.b', '$.a']],
  [['$.a.b', '$.c', '$.a.d']],
  [['$.a[1]']],
  [['$.a[0]', '$.a.b']],
  [['$.a.b', '$.a[0]']],
  [['$.a', '$.a.b']],
])('places %j, which change what was sent, are an error of the provider', (places) => {
  const partialArgs = places.map((jsonPath) => ({ jsonPath, stringValue: 'x' }))
  const last = eventsOf([chunk({ name: 'a', partialArgs, willContinue: true })]).at(-1)
  expect(last).toMatchObject({ type: 'error', error: { status: 502, message: expect.stringContaining('jsonPath') } })
})

test('a name begins another call, and the end of the stream ends the last one', () => {
  const two = [
    chunk({ name: 'a', partialArgs: [{ jsonPath: '$.x', numberValue: 1 }], willContinue: true }),
    chunk({ name: 'b', willContinue: true }, { finishReason: 'STOP' }),
  ]
  expect(callsIn(two)).toEqual([
    ['a', { x: 1 }],
    ['b', {}],
  ])
})

test.each(['place', '$', '$[0]', '$..x', '$.a[*]', '$.a[99999999]'])(
  'the place %s is an error of the provider',
  (jsonPath) => {
    const wrong = [chunk({ name: 'a', partialArgs: [{ jsonPath, stringValue: 'x' }], willContinue: true })]
    expect(eventsOf(wrong).at(-1)).toMatchObject({ type: 'error', error: { status: 502 } })
  },
)

test('a member called __proto__ is a member', () => {
  const odd = [
    chunk({ name: 'a', partialArgs: [{ jsonPath: '$.__proto__.x', stringValue: 'y' }] }, { finishReason: 'STOP' }),
  ]
  const texts = eventsOf(odd).flatMap((event) => (event.type === 'delta' ? [event.text] : []))
  expect(texts.join('')).toBe('{"__proto__":{"x":"y"}}')
})

const greetings: Readonly<Record<Exclude<Dialect, 'gemini'>, { readonly path: string; readonly body: JsonObject }>> = {
  'anthropic-messages': {
    path: '/v1/messages',
    body: { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
  },
  'openai-chat': { path: '/v1/chat/completions', body: { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } },
  'openai-responses': { path: '/v1/responses', body: { model: 'm', input: 'Hi' } },
}

describe.each(['anthropic-messages', 'openai-chat', 'openai-responses'] as const)('a client of %s', (to) => {
  test('gets the beginning of the arguments before their end', () => {
    const stream = new StreamTranslator({ from: 'gemini', to, conversation: codecs[to].parseRequest(greetings[to]) })
    const sent = pieces.map((piece) => Buffer.from(stream.push(bytes([piece]))).toString())
    expect(sent[0]).toContain('book')
    expect(sent[1]).toContain('New ')
    expect(sent[1]).not.toContain('York')
    expect(stream.end()).toBeDefined()
    expect(stream.error).toBeUndefined()
  })
})
