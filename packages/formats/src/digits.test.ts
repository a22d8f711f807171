// Numbers in arguments of tools keep their digits, from every API to every other: whole, streamed and in histories.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecs } from './codecs.js'
import { parseJsonObject } from './json/parse-json-object.js'
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
  '123456789012345678901234567890.5',
]

/** The text of a JSON body: what `JSON.stringify` would make of it cannot have these numbers. */
const body = (text: string): JsonObject => parseJsonObject(text) ?? {}
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

/** Arguments within a text stand there once more quoted. */
const plain = (text: string): string => text.replaceAll('\\', '')

describe.each(pairs)('from %s to %s', (from, to) => {
  const conversation = codecs[to].parseRequest({ path: paths[to], body: body(histories[to]('{}')) })

  test.each(numbers)('%s survives in a whole answer, a history and a stream', (number) => {
    const json = `{"id":${number},"list":[${number}]}`
    const answer = translateAnswer({ from, to, body: body(answers[from](json)), conversation })
    expect(plain(JSON.stringify(answer))).toContain(json)
    const { request } = translateRequest({
      from,
      to,
      request: { path: paths[from], body: body(histories[from](json)) },
    })
    expect(plain(JSON.stringify(request.body))).toContain(json)
    if (from !== 'gemini') return
    const stream = new StreamTranslator({ from, to, conversation })
    const sent = [stream.push(Buffer.from(`data: ${answers.gemini(json)}\n\n`)), stream.end()]
    expect(plain(Buffer.concat(sent).toString())).toContain(json)
  })

  test('any digits survive', () => {
    const digits = fc.stringMatching(/^-?(?:0|[1-9]\d{0,40})(?:\.\d{0,30}[1-9])?$/)
    const check = fc.property(digits, (number) => {
      const answer = translateAnswer({ from, to, body: body(answers[from](`{"id":${number}}`)), conversation })
      expect(plain(JSON.stringify(answer))).toContain(`{"id":${number}}`)
    })
    expect(() => fc.assert(check, { numRuns: 100 })).not.toThrow()
  })
})

test('numbers that the API itself reads are numbers, however many digits they have', () => {
  const text =
    '{"model":"m","max_tokens":9,"temperature":0.70000000000000001,"messages":[{"role":"user","content":"Hi"}]}'
  const { request } = translateRequest({
    from: 'anthropic-messages',
    to: 'openai-chat',
    request: { path: '/v1/messages', body: body(text) },
  })
  expect(request.body).toMatchObject({ temperature: 0.7 })
})
