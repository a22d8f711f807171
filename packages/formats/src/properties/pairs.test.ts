// What is valid in one dialect is said in every other, or refused with the name of a field.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.js'
import { parseJson } from '../json/parse-json.js'
import type { Answer } from '../model/answer.js'
import type { AssistantBlock, Block, ToolCallBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import { NotesCollector } from '../notes-collector.js'
import { aggregateAnswer } from '../stream/answer-aggregator.js'
import { eventsOf } from '../stream/events-of.js'
import { StreamEvents } from '../stream/stream-events.js'
import { wrapFreeForm } from '../tools/free-form-tool.js'
import { translateAnswer } from '../translate-answer.js'
import { translateRequest } from '../translate-request.js'
import { StreamTranslator } from '../translate-stream.js'
import { attempt } from './__fixtures__/attempt.js'
import { answersOf, conversationsOf, streamsOf } from './__fixtures__/conversations.js'
import { expressions } from './__fixtures__/expressions.js'
import { overTheWire } from './__fixtures__/over-the-wire.js'
import { pieces, splits } from './__fixtures__/splits.js'
import { streamText } from './__fixtures__/stream-text.js'

const pairs = expressions.flatMap((client) =>
  expressions
    .filter((provider) => provider !== client)
    .map((provider) => ({ client, provider, name: `${client.codec.dialect} → ${provider.codec.dialect}` })),
)

/** What an answer says, however it is divided. */
function saidIn(blocks: readonly AssistantBlock[]): object {
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('')
  return { text: text.replaceAll(/\s/g, ''), calls: callsIn(blocks) }
}

function faults(asked: Conversation, translated: Conversation | FormatError): readonly string[] {
  if (translated instanceof FormatError) {
    return translated.status === 400 && translated.field !== undefined ? [] : [`refused as ${translated.message}`]
  }
  const calls: string[] = []
  const found: string[] = []
  for (const block of blocksOf(translated)) {
    if (block.type === 'tool-call' && calls.includes(block.id)) found.push(`${block.id} is called twice`)
    if (block.type === 'tool-call') calls.push(block.id)
    if (block.type === 'tool-result' && !calls.includes(block.callId)) found.push(`${block.callId} was not called`)
  }
  return calls.length === callsIn(blocksOf(asked)).length ? found : [...found, `${calls.length} calls`]
}

const blocksOf = ({ turns }: Conversation): readonly Block[] => turns.flatMap((turn): readonly Block[] => turn.blocks)

function callsIn(blocks: readonly Block[]): readonly unknown[] {
  return blocks.flatMap((block) => (block.type === 'tool-call' ? [{ name: block.name, input: inputOf(block) }] : []))
}

/** Text stands for itself in one dialect and is a member of an object in the others. */
function inputOf({ arguments: text, isFreeForm }: ToolCallBlock): unknown {
  return parseJson(isFreeForm === true ? wrapFreeForm(text) : text)
}

/** One that ended in an error is an error elsewhere. */
const isWanted = ({ finish }: Answer): boolean => finish !== 'error'

const numRuns = 30

describe.each(pairs)('$name', ({ client, provider }) => {
  const from = client.codec.dialect
  const to = provider.codec.dialect
  const asked = conversationsOf(client).map(({ streamFormat: _array, ...conversation }) => conversation)

  /** As the provider reads it, or why it was refused. */
  function translate(conversation: Conversation): Conversation | FormatError {
    const request = overTheWire(client.codec.renderRequest(conversation, new NotesCollector()))
    return attempt(() => {
      const translated = translateRequest({ from, to, request, model: provider.model })
      return provider.codec.parseRequest(overTheWire(translated.request))
    })
  }

  test('a conversation is valid there, with each result after its call', () => {
    let count = 0
    fc.assert(
      fc.property(asked, (conversation) => {
        const translated = translate(conversation)
        if (!(translated instanceof FormatError)) count++
        expect(faults(conversation, translated)).toEqual([])
      }),
      { numRuns },
    )
    expect(count).toBeGreaterThan(5)
  })

  test('an answer from there says the same', () => {
    fc.assert(
      fc.property(answersOf(provider).filter(isWanted), asked, (answer, conversation) => {
        const body = overTheWire(provider.codec.renderAnswer(answer, { ...conversation, reasoning: { show: true } }))
        const translated = translateAnswer({ from: to, to: from, body, conversation })
        expect(saidIn(client.codec.parseAnswer(overTheWire(translated)).blocks)).toEqual(saidIn(answer.blocks))
      }),
      { numRuns },
    )
  })

  test('so does a stream, however it is cut', () => {
    fc.assert(
      fc.property(streamsOf(provider).filter(isWanted), asked, splits, (answer, conversation, split) => {
        const request = { ...conversation, stream: true, wantsStreamUsage: true }
        const text = streamText(provider.codec, eventsOf(answer), { ...request, reasoning: { show: true } })
        const translator = new StreamTranslator({ from: to, to: from, conversation: request })
        const sent = [...pieces(text, split).map((piece) => translator.push(piece)), translator.end()]
        const events = new StreamEvents(from)
        const result = aggregateAnswer([...sent.flatMap((piece) => events.push(piece)), ...events.end()])
        expect('answer' in result ? saidIn(result.answer.blocks) : result.error).toEqual(saidIn(answer.blocks))
      }),
      { numRuns },
    )
  })
})
