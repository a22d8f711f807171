// Numbers in arguments of tools keep their digits, from every API to every other: whole, streamed and in histories.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecs } from './codecs.js'
import { parseBody } from './json/parse-body.js'
import { parseJson } from './json/parse-json.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import { translateAnswer } from './translate-answer.js'
import { translateRequest } from './translate-request.js'
import { StreamTranslator } from './translate-stream.js'

const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']
const pairs = dialects.flatMap((from) => dialects.filter((to) => to !== from).map((to) => [from, to] as const))
const numbers = [
  '1234567890123456789',
  '-9007199254740993',
  '0.12345678901234567890123',
  '1e400',
  '-0',
  '-0.0',
  '1.0',
  '2.50',
  '1e5',
  '1E-7',
  '123456789012345678901234567890.5',
]

/** The text of a JSON body: what `JSON.stringify` would make of it cannot have these numbers. */
const body = (text: string): JsonObject => parseBody(text) ?? {}
const quoted = (text: string): string => JSON.stringify(text)

const answers: Readonly<Record<Dialect, (json: string) => string>> = {
  'anthropic-messages': (json) =>
    `{"id":"m","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":${json}}]}`,
  'openai-chat': (json) =>
    `{"id":"c","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":${quoted(json)}}}]}}]}`,
  'openai-responses': (json) =>
    `{"id":"r","model":"m","status":"completed","output":[{"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":${quoted(json)}}]}`,
  gemini: (json) =>
    `{"candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[{"functionCall":{"name":"f","args":${json}}}]}}]}`,
}
const histories: Readonly<Record<Dialect, (json: string) => string>> = {
  'anthropic-messages': (json) =>
    `{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"f","input":${json}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"}]}]}`,
  'openai-chat': (json) =>
    `{"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":${quoted(json)}}}]},{"role":"tool","tool_call_id":"call_1","content":"ok"}]}`,
  'openai-responses': (json) =>
    `{"model":"m","input":[{"role":"user","content":"Hi"},{"type":"function_call","call_id":"call_1","name":"f","arguments":${quoted(json)}},{"type":"function_call_output","call_id":"call_1","output":"ok"}]}`,
  gemini: (json) =>
    `{"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":${json}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"ok"}}}]}]}`,
}
const paths: Readonly<Record<Dialect, string>> = {
  'anthropic-messages': '/v1/messages',
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  gemini: '/v1beta/models/m:generateContent',
}

/** A tool with a schema of these members, and an answer by the same schema. */
const schemas: Readonly<Record<Dialect, (schema: string) => string>> = {
  'anthropic-messages': (schema) =>
    `{"model":"claude-opus-4-8","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"f","input_schema":${schema}}],"output_config":{"format":{"type":"json_schema","schema":${schema}}}}`,
  'openai-chat': (schema) =>
    `{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":${schema}}}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":${schema}}}}`,
  'openai-responses': (schema) =>
    `{"model":"m","input":"Hi","tools":[{"type":"function","name":"f","parameters":${schema}}],"text":{"format":{"type":"json_schema","name":"a","schema":${schema}}}}`,
  gemini: (schema) =>
    `{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":${schema}}]}],"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":${schema}}}`,
}

/** Arguments within a text stand there once more quoted. */
const plain = (text: string): string => text.replaceAll('\\', '')
const conversationOf = (dialect: Dialect) =>
  codecs[dialect].parseRequest({ path: paths[dialect], body: body(histories[dialect]('{}')) })

/** A stream of `dialect` in which a call has these arguments. */
function streamOf(dialect: Dialect, json: string): Buffer {
  const gemini = Buffer.from(`data: ${answers.gemini(json)}\n\n`)
  return dialect === 'gemini' ? gemini : streamed('gemini', dialect, gemini)
}

function streamed(from: Dialect, to: Dialect, bytes: Uint8Array): Buffer {
  const stream = new StreamTranslator({ from, to, conversation: conversationOf(to) })
  return Buffer.concat([stream.push(bytes), stream.end()])
}

const argumentsWith = (number: string): string => `{"id":${number},"list":[${number}]}`

describe.each(pairs)('from %s to %s', (from, to) => {
  const conversation = conversationOf(to)
  const requestOf = (text: string): string => {
    const request = { path: paths[from], body: body(text) }
    return plain(JSON.stringify(translateRequest({ from, to, request }).request.body))
  }
  /** A whole answer, a history and a stream in which a call has these arguments. */
  const translated = (json: string): readonly string[] => [
    plain(JSON.stringify(translateAnswer({ from, to, body: body(answers[from](json)), conversation }))),
    requestOf(histories[from](json)),
    plain(streamed(from, to, streamOf(from, json)).toString()),
  ]

  test.each(numbers)('%s keeps its text in a whole answer, a history and a stream', (number) => {
    const json = argumentsWith(number)
    for (const text of translated(json)) expect(text).toContain(json)
  })

  test('any number keeps its text', () => {
    const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,40})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/).map(argumentsWith)
    const check = fc.property(digits, (json) => {
      for (const text of translated(json)) expect(text).toContain(json)
    })
    expect(() => fc.assert(check, { numRuns: 60 })).not.toThrow()
  })

  test.each(numbers)('%s keeps its text in the schema of a tool and of an answer', (number) => {
    const schema = `{"type":"object","properties":{"id":{"type":"number","enum":[${number},1],"default":${number}}},"required":["id"]}`
    expect(requestOf(schemas[from](schema)).split(`[${number},1]`)).toHaveLength(3)
    expect(requestOf(schemas[from](schema)).split(`"default":${number}`)).toHaveLength(3)
  })
})

test('arguments that come whole at the start of a call keep the text of their numbers', () => {
  const events = [
    '{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}',
    '{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{"id":1234567890123456789}}}',
    '{"type":"content_block_stop","index":0}',
    '{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}',
    '{"type":"message_stop"}',
  ]
  const bytes = Buffer.from(events.map((event) => `data: ${event}\n\n`).join(''))
  for (const to of dialects.slice(1))
    expect(plain(streamed('anthropic-messages', to, bytes).toString())).toContain('{"id":1234567890123456789}')
})

test('what nothing was changed in is written as it came, whatever its strings hold', () => {
  const value = fc.letrec<{ json: string }>((tie) => ({
    json: fc.oneof(
      fc.string().map(quoted),
      fc.constantFrom('1.0', '\\', '"', ':-0,', '],{"', '\\"1.0,').map(quoted),
      fc.constantFrom('null', 'true'),
      fc.constantFrom(...numbers, '7', '0', '1.5'),
      fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc
        .uniqueArray(
          fc.string({ minLength: 1 }).filter((name) => !/^\d+$/.test(name)),
          { maxLength: 4 },
        )
        .chain((names) => fc.tuple(...names.map((name) => tie('json').map((json) => `${quoted(name)}:${json}`))))
        .map((members) => `{${members.join(',')}}`),
    ),
  })).json
  const check = fc.property(value, (text) => {
    expect(JSON.stringify(parseJson(text))).toBe(text)
  })
  expect(() => fc.assert(check, { numRuns: 300 })).not.toThrow()
})

test('numbers that the API itself reads are numbers, however they are written', () => {
  const text =
    '{"model":"m","max_tokens":9,"temperature":0.70000000000000001,"messages":[{"role":"user","content":"Hi"}]}'
  const { request } = translateRequest({
    from: 'anthropic-messages',
    to: 'openai-chat',
    request: { path: '/v1/messages', body: body(text) },
  })
  expect(request.body).toMatchObject({ temperature: 0.7 })
})

test('an API’s own numbers are plain ones for a plugin that changes the body', () => {
  const text =
    '{"temperature":1.0,"generationConfig":{"topP":0.50},"seed":12345678901234567890,"tools":[{"minimum":1.0}]}'
  const parsed = body(text)
  expect(parsed).toMatchObject({ temperature: 1, generationConfig: { topP: 0.5 } })
  expect(JSON.stringify(parsed)).toBe(
    '{"temperature":1,"generationConfig":{"topP":0.5},"seed":12345678901234567890,"tools":[{"minimum":1.0}]}',
  )
})
