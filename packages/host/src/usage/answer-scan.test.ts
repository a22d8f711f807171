import type { Dialect } from '@ccproxy/core'
import { parseUsage } from '@ccproxy/formats/usage'
import { describe, expect, it, test } from 'vitest'
import { countedAnswers } from './__fixtures__/counted-answers.js'
import { AnswerScan } from './answer-scan.js'
import { tokenUsage } from './token-usage.js'

interface Scanned {
  readonly usage: unknown
  readonly model: string | undefined
}

function scan(dialect: Dialect, isEventStream: boolean, chunks: Iterable<Buffer>): Scanned {
  const answer = new AnswerScan(dialect, isEventStream)
  for (const chunk of chunks) answer.push(chunk)
  answer.end()
  const counted = answer.usage === undefined ? undefined : parseUsage(dialect, answer.usage)
  return { usage: counted === undefined ? undefined : tokenUsage(counted), model: answer.model }
}

const stream = (dialect: Dialect, ...texts: readonly string[]): Scanned =>
  scan(
    dialect,
    true,
    texts.map((text) => Buffer.from(text)),
  )

function piecesOf(text: string, bytes = 64 * 1024): readonly Buffer[] {
  const all = Buffer.from(text)
  return Array.from({ length: Math.ceil(all.length / bytes) }, (_, index) =>
    all.subarray(index * bytes, (index + 1) * bytes),
  )
}

describe.each(countedAnswers)('an answer of $dialect', (answer) => {
  const { dialect, usage, model } = answer

  it.each(['stream', 'json'] as const)('is counted wherever a %s is cut', (form) => {
    const bytes = Buffer.from(answer[form])
    const isStream = form === 'stream'
    expect(scan(dialect, isStream, [bytes])).toEqual({ usage, model })
    const cuts = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1)
    const inTwo = cuts.map((at) => scan(dialect, isStream, [bytes.subarray(0, at), bytes.subarray(at)]))
    expect(inTwo).toEqual(cuts.map(() => ({ usage, model })))
    const single = Array.from(bytes, (byte) => Buffer.of(byte))
    expect(scan(dialect, isStream, single)).toEqual({ usage, model })
  })

  it.each(['\r\n', '\r'])('is counted with lines that end otherwise', (lineEnd) => {
    expect(stream(dialect, answer.stream.replaceAll('\r\n', '\n').replaceAll('\n', lineEnd))).toEqual({ usage, model })
  })

  it('is counted when its JSON is written with blanks, or in another order', () => {
    const spaced = JSON.stringify(JSON.parse(answer.json), undefined, 2)
    expect(scan(dialect, false, [Buffer.from(spaced)])).toEqual({ usage, model })
    const reversed = Object.fromEntries(Object.entries<unknown>(JSON.parse(answer.json)).toReversed())
    expect(scan(dialect, false, [Buffer.from(JSON.stringify(reversed))])).toEqual({ usage, model })
  })
})

test('a stream that breaks off counts what its whole events said', () => {
  const [anthropic] = countedAnswers
  const broken = new AnswerScan('anthropic-messages', true)
  broken.push(Buffer.from(anthropic?.stream.slice(0, anthropic.stream.indexOf('"output_tokens":41')) ?? ''))
  expect(broken.usage).toMatchObject({ input_tokens: 24, output_tokens: 3 })
})

test('JSON that breaks off counts nothing: what was seen may be of a model’s call', () => {
  const json = new AnswerScan('anthropic-messages', false)
  json.push(Buffer.from('{"content":[{"type":"tool_use","input":{"usage":{"input_tokens":5,"output_tokens":5}}'))
  expect(json.usage).toBeUndefined()
})

describe('what servers do otherwise', () => {
  const usage = '{"prompt_tokens":1,"completion_tokens":2}'
  const counted = { inputTokens: 1, outputTokens: 2 }

  it.each([
    ['usage in a member of their own', `data: {"model":"m","choices":[],"x_groq":{"usage":${usage}}}\n\n`],
    ['usage in the choice', `data: {"model":"m","choices":[{"index":0,"delta":{},"usage":${usage}}]}\n\n`],
    ['an empty one after it', `data: {"model":"m","usage":${usage}}\n\ndata: {"choices":[],"usage":{}}\n\n`],
    ['no empty line at the end', `data: {"model":"m","choices":[],"usage":${usage}}`],
    ['data in lines', `data: {"model":"m",\ndata: "usage":${usage},\ndata: "choices":[]}\n\n`],
    ['data in lines of CR LF', `data: {"model":"m",\r\ndata: "usage":${usage},\r\ndata: "choices":[]}\r\n\r\n`],
    ['comments', `: OPENROUTER "PROCESSING\n\ndata: {"model":"m","choices":[],"usage":${usage}}\n\n`],
    ['no model in the first chunk', `data: {"model":""}\n\ndata: {"model":"m","usage":${usage}}\n\n`],
    ['an event that is no JSON', `data: {"usage":{"a\n\ndata: {"model":"m","usage":${usage}}\n\n`],
  ])('%s', (_name, text) => {
    expect(stream('openai-chat', text)).toEqual({ usage: counted, model: 'm' })
  })

  it('a name with an escaped slash', () => {
    expect(stream('openai-chat', 'data: {"model":"meta\\/llama"}\n\n').model).toBe('meta/llama')
  })

  it('chunks of Gemini that are one array', () => {
    const chunks = [1, 2].map((tokens) => ({ usageMetadata: { promptTokenCount: tokens }, modelVersion: 'm' }))
    const answer = Buffer.from(JSON.stringify(chunks, undefined, 1))
    expect(scan('gemini', false, [answer])).toEqual({ usage: { inputTokens: 2, outputTokens: 0 }, model: 'm' })
  })
})

describe('limits', () => {
  it('a line may have 10 MB before, in and behind what counts', () => {
    const long = JSON.stringify({ text: '"usage": {'.repeat(450_000) })
    const usage = '{"input_tokens":1,"output_tokens":2}'
    const response = `{"id":"r","model":"m","output":[${long}],"usage":${usage},"metadata":${long}}`
    const events = [`{"type":"e","item":${long}}`, `{"type":"response.completed","response":${response}}`]
    const counted = { usage: { inputTokens: 1, outputTokens: 2 }, model: 'm' }
    expect(scan('openai-responses', true, piecesOf(events.map((event) => `data: ${event}\n\n`).join('')))).toEqual(
      counted,
    )
    expect(scan('openai-responses', false, piecesOf(response))).toEqual(counted)
  })

  it('a usage of more than 8 KiB is none', () => {
    const usage = `{"prompt_tokens":1,"note":"${'x'.repeat(8 * 1024)}"}`
    const text = `data: {"usage":${usage}}\n\n`
    expect(stream('openai-chat', text).usage).toBeUndefined()
    expect(scan('openai-chat', true, piecesOf(text, 1000)).usage).toBeUndefined()
  })

  it('a model with a name of more than 256 bytes has none', () => {
    expect(stream('openai-chat', `data: {"model":"${'m'.repeat(256)}"}\n\n`).model).toBeUndefined()
  })
})
