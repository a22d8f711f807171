// Streams and answers of real providers, replayed through every dialect in any pieces. They are not part of the repository:
// CCPROXY_RECORDINGS names the folder.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut } from './__fixtures__/cut.js'
import { plain } from './__fixtures__/field-samples.js'
import { codecs } from './codecs.js'
import { isJsonObject } from './json/is-json-object.js'
import { ObjectReader } from './json/object-reader.js'
import type { Answer, AnswerEvent } from './model/answer.js'
import type { AssistantBlock } from './model/block.js'
import type { Dialect } from './model/dialect.js'
import { writeSse } from './sse/write-sse.js'
import { aggregateAnswer } from './stream/answer-aggregator.js'
import { StreamEvents } from './stream/stream-events.js'
import { translateAnswer } from './translate-answer.js'
import { StreamTranslator } from './translate-stream.js'

const folder = process.env['CCPROXY_RECORDINGS']
const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

interface Recording {
  readonly name: string
  readonly dialect: Dialect
  readonly response: ObjectReader
}

function recordings(): readonly Recording[] {
  if (folder === undefined) return []
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.map((name) => {
    const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    if (!isJsonObject(value)) throw new TypeError(`${name} is no recording`)
    return { name, dialect: dialectOf(name), response: new ObjectReader(value, 502).child('response') }
  })
}

function dialectOf(name: string): Dialect {
  if (name.startsWith('claude')) return 'anthropic-messages'
  return name.startsWith('codex') ? 'openai-responses' : 'openai-chat'
}

const all = recordings()
const streams = all.filter(({ response }) => response.optionalItems('events') !== undefined)
const answers = all.filter(({ response }) => response.optionalChild('body') !== undefined)

function wireOf({ response }: Recording): Uint8Array {
  const events = response.children('events').map((event) => {
    const name = event.optionalString('event')
    return writeSse({ data: event.string('data'), ...(name !== undefined && { event: name }) })
  })
  return new TextEncoder().encode(events.join(''))
}

function eventsOfChunks(dialect: Dialect, chunks: readonly Uint8Array[]): readonly AnswerEvent[] {
  const events = new StreamEvents(dialect)
  return [...chunks.flatMap((chunk) => events.push(chunk)), ...events.end()]
}

/** What every dialect can say of an answer. */
function gist({ blocks, finish, usage }: Answer): unknown {
  const [input, output] = [usage?.input ?? 0, usage?.output ?? 0]
  return { blocks: blocks.flatMap((block) => gistOf(block)), finish, input, output }
}

function gistOf(block: AssistantBlock): readonly unknown[] {
  if (block.type === 'text') return block.text === '' ? [] : [block.text]
  if (block.type !== 'tool-call') return []
  const input: unknown = JSON.parse(block.arguments)
  return [{ id: block.id, name: block.name, input }]
}

function gistOfStream(dialect: Dialect, chunks: readonly Uint8Array[]): unknown {
  const result = aggregateAnswer(eventsOfChunks(dialect, chunks))
  return 'answer' in result ? gist(result.answer) : result
}

const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 })

test.skipIf(folder === undefined)('CCPROXY_RECORDINGS names a folder of recorded streams and answers', () => {
  expect(streams.length).toBeGreaterThan(0)
  expect(answers.length).toBeGreaterThan(0)
})

describe.skipIf(all.length === 0)('recordings', () => {
  test.each(streams)('$name: the same events in any pieces', (recording) => {
    const wire = wireOf(recording)
    const whole = eventsOfChunks(recording.dialect, [wire])
    expect(whole.at(-1)).toMatchObject({ type: 'finish' })
    fc.assert(
      fc.property(sizes, (each) => {
        expect(eventsOfChunks(recording.dialect, cut(wire, each))).toEqual(whole)
      }),
      { numRuns: 10 },
    )
  })

  test.each(streams)('$name: the same stream in every dialect', (recording) => {
    const wire = wireOf(recording)
    const expected = gistOfStream(recording.dialect, [wire])
    for (const to of dialects) {
      const conversation = { ...plain(to, 'm'), stream: true, wantsStreamUsage: true }
      const translator = new StreamTranslator({ from: recording.dialect, to, conversation })
      expect({ to, gist: gistOfStream(to, [translator.push(wire), translator.end()]) }).toEqual({ to, gist: expected })
    }
  })

  test.each(answers)('$name: the same answer in every dialect', ({ dialect, response }) => {
    const body = response.child('body').object
    const expected = gist(codecs[dialect].parseAnswer(body))
    for (const to of dialects) {
      const translated = translateAnswer({ from: dialect, to, body, conversation: plain(to, 'm') })
      expect({ to, gist: gist(codecs[to].parseAnswer(translated)) }).toEqual({ to, gist: expected })
    }
  })
})
