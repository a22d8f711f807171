// Every pair of dialects: requests, whole answers, streams in any pieces, errors.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut } from './__fixtures__/cut.js'
import { fieldSample, plain } from './__fixtures__/field-samples.js'
import { codecs } from './codecs.js'
import { translateCount, translateCountRequest } from './count-tokens.js'
import { anthropicMessagesFields } from './fields/anthropic-messages-fields.js'
import type { ConversationField } from './fields/conversation-field.js'
import { FormatError } from './format-error.js'
import type { Answer, AnswerEvent } from './model/answer.js'
import type { Dialect } from './model/dialect.js'
import { NotesCollector } from './notes-collector.js'
import { countSealEnvelopes } from './seal/count-seal-envelopes.js'
import { SseReader } from './sse/sse-reader.js'
import { aggregateAnswer } from './stream/answer-aggregator.js'
import { eventsOf } from './stream/events-of.js'
import { translateAnswer } from './translate-answer.js'
import { renderFormatError, translateError } from './translate-error.js'
import { translateRequest } from './translate-request.js'
import { StreamTranslator } from './translate-stream.js'

const models: Readonly<Record<Dialect, string>> = {
  'anthropic-messages': 'claude-sonnet-4-5',
  'openai-chat': 'gpt-4.1',
  'openai-responses': 'gpt-5',
  gemini: 'gemini-3-pro',
}
const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']
const pairs = dialects.flatMap((from) => dialects.filter((to) => to !== from).map((to) => [from, to] as const))

const answer: Answer = {
  id: 'answer_1',
  model: 'some-model',
  blocks: [
    { type: 'text', text: 'Näher 😀 an' },
    { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"at":"ü"}' },
    { type: 'tool-call', id: 'call_2', name: 'look', arguments: '{"at":"it"}' },
  ],
  finish: 'tool-calls',
  usage: { input: 30, output: 9 },
}

/** A provider's stream of the answer. */
function wireOf(dialect: Dialect, events: readonly AnswerEvent[] = eventsOf(answer)): Uint8Array {
  const renderer = codecs[dialect].createStreamRenderer({ ...plain(dialect, 'm'), wantsStreamUsage: true })
  return new TextEncoder().encode(events.map((event) => renderer.push(event)).join(''))
}

function translator(from: Dialect, to: Dialect): StreamTranslator {
  return new StreamTranslator({ from, to, conversation: { ...plain(to, 'm'), stream: true, wantsStreamUsage: true } })
}

function readBack(dialect: Dialect, bytes: readonly Uint8Array[]): ReturnType<typeof aggregateAnswer> {
  const parser = codecs[dialect].createStreamParser()
  const reader = new SseReader()
  const events = [...bytes.flatMap((chunk) => reader.push(chunk)), ...reader.end()].flatMap((event) =>
    parser.push(event),
  )
  return aggregateAnswer([...events, ...parser.end()])
}

describe.each(pairs)('from %s to %s', (from, to) => {
  test('a whole answer says the same', () => {
    const body = codecs[from].renderAnswer(answer, plain(from, 'm'))
    const translated = translateAnswer({ from, to, body, conversation: plain(to, 'm') })
    expect(codecs[to].parseAnswer(translated)).toMatchObject({ blocks: answer.blocks, finish: 'tool-calls' })
  })

  test('a stream says the same, in any pieces', () => {
    const wire = wireOf(from)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const translation = translator(from, to)
        const bytes = cut(wire, sizes).map((chunk) => translation.push(chunk))
        const back = readBack(to, [...bytes, translation.end()])
        expect(back).toMatchObject({ answer: { blocks: answer.blocks, finish: 'tool-calls', usage: answer.usage } })
        expect(translation).toMatchObject({ isOver: true, error: undefined, usage: answer.usage })
      }),
      { numRuns: 20 },
    )
  })

  test('pieces go on as they come', () => {
    const wire = wireOf(from, [
      { type: 'start', id: 'a', model: 'm' },
      { type: 'block-start', index: 0, block: { type: 'text' } },
      { type: 'delta', index: 0, text: 'first words' },
    ])
    expect(new TextDecoder().decode(translator(from, to).push(wire))).toContain('first words')
  })

  test('a stream that is cut ends in an error', () => {
    const translation = translator(from, to)
    const wire = wireOf(from)
    const bytes = [translation.push(wire.subarray(0, Math.floor(wire.length / 3))), translation.end()]
    expect(translation.error).toMatchObject({ status: 502 })
    expect(readBack(to, bytes)).toHaveProperty('error')
    expect(translation.push(wire)).toHaveLength(0)
  })

  test('a line without an end ends in an error', () => {
    const translation = translator(from, to)
    translation.push(new TextEncoder().encode(`data: ${'x'.repeat(11 * 1024 * 1024)}`))
    expect(translation.error?.message).toContain('characters')
  })

  test('an error keeps its status and words', () => {
    const { body } = codecs[from].renderError({ status: 429, message: 'Slow down' })
    const { status, body: translated } = translateError({ from, to, status: 429, body, requestId: 'req_1' })
    expect(status).toBe(429)
    expect(codecs[to].parseError(429, translated)).toMatchObject({ status: 429, message: 'Slow down' })
  })

  test.each(Object.keys(anthropicMessagesFields))('%s of a request is said, dropped by name, or refused', (field) => {
    const request = sampleRequest(from, field)
    expect(request === undefined || outcome(from, to, request)).toBe(true)
  })
})

/** As a client would send it. Absent: its dialect cannot say it. */
function sampleRequest(dialect: Dialect, field: string): ReturnType<typeof renderedSample> | undefined {
  try {
    return renderedSample(dialect, field)
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

function renderedSample(dialect: Dialect, field: string): ReturnType<(typeof codecs)[Dialect]['renderRequest']> {
  const sample = fieldSample(isField(field) ? field : 'extras', dialect, models[dialect])
  return codecs[dialect].renderRequest({ ...sample, stream: true }, new NotesCollector())
}

function isField(field: string): field is ConversationField {
  return Object.hasOwn(anthropicMessagesFields, field)
}

function outcome(from: Dialect, to: Dialect, request: ReturnType<typeof renderedSample>): boolean {
  try {
    const { request: asked, dropped } = translateRequest({ from, to, request, model: models[to] })
    const again = codecs[to].parseRequest(asked)
    return again.model === models[to] && again.stream && dropped.every((name) => /^[\w.[\]$-]+$/.test(name))
  } catch (error) {
    return error instanceof FormatError && error.status === 400 && error.field !== undefined
  }
}

test('the target’s model and stream are asked for', () => {
  const request = { path: '/v1/messages', body: { model: 'opus', max_tokens: 5, messages: [], mcp_servers: [1] } }
  const translated = translateRequest({
    from: 'anthropic-messages',
    to: 'openai-chat',
    request,
    model: 'gpt-4.1',
    stream: true,
  })
  expect(translated.request.body).toMatchObject({ model: 'gpt-4.1', stream: true })
  expect(translated.conversation).toMatchObject({ model: 'opus', stream: false })
  expect(translated.dropped).toEqual(['mcp_servers'])
})

test('what cannot be translated is an error of the client’s dialect', () => {
  expect(renderFormatError(new FormatError(400, 'n cannot be 2', 'n'), 'openai-chat')).toMatchObject({
    status: 400,
    body: { error: { message: 'n cannot be 2', param: 'n' } },
  })
})

test('tokens are counted by the provider, or estimated', () => {
  const body = { model: 'opus', messages: [{ role: 'user', content: 'Hello there, how are you?' }] }
  const request = { path: '/v1/messages/count_tokens', body }
  const from = 'anthropic-messages'
  const gemini = translateCountRequest({ from, to: 'gemini', request, model: 'gemini-3-pro' })
  expect(gemini.request).toMatchObject({ path: expect.stringContaining('gemini-3-pro:countTokens') })
  expect(translateCount('gemini', from, { totalTokens: 12 })).toEqual({ input_tokens: 12 })
  const chat = translateCountRequest({ from, to: 'openai-chat', request })
  expect(chat.request).toBeUndefined()
  expect(chat.estimate).toBeGreaterThan(4)
})

test.each(dialects)('a conversation that began elsewhere goes on in %s, without the thoughts of another', (dialect) => {
  const foreign: Dialect = dialect === 'gemini' ? 'anthropic-messages' : 'gemini'
  const seal = { origin: foreign, data: 'c2VhbA==', texts: ['Hm'] }
  const whole: Answer = { ...answer, blocks: [{ type: 'reasoning', texts: ['Hm'], seal }, ...answer.blocks] }
  const body = codecs[dialect].renderAnswer(whole, { ...plain(dialect, 'm'), reasoning: { show: true } })
  const blocks = codecs[dialect].parseAnswer(body).blocks
  const first = codecs[dialect].renderRequest(plain(dialect, models[dialect]), new NotesCollector())
  const conversation = codecs[dialect].parseRequest(first)
  const turns = [...conversation.turns, { role: 'assistant' as const, blocks }, ...conversation.turns]
  const request = codecs[dialect].renderRequest({ ...conversation, turns }, new NotesCollector())
  expect(countSealEnvelopes(new TextEncoder().encode(JSON.stringify(body)))).toBe(1)
  expect(countSealEnvelopes(new TextEncoder().encode(JSON.stringify(request.body)))).toBe(0)
})
