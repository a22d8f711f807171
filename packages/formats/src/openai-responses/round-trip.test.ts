// parse(render(x)) = x: what the neutral model says in this dialect's reach survives the wire.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonObjects, texts, toolCalls, toolNames, words } from '../__fixtures__/arbitrary-blocks.js'
import { cut } from '../__fixtures__/cut.js'
import { plain } from '../__fixtures__/field-samples.js'
import { FormatError } from '../format-error.js'
import type { Answer, FinishReason } from '../model/answer.js'
import type { AssistantBlock, ReasoningBlock, UserBlock } from '../model/block.js'
import type { Conversation, Tool } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { NotesCollector } from '../notes-collector.js'
import { efforts } from '../openai/effort.js'
import { SseReader } from '../sse/sse-reader.js'
import { aggregateAnswer } from '../stream/answer-aggregator.js'
import { eventsOf } from '../stream/events-of.js'
import { openaiResponses } from './codec.js'

const some = { noNullPrototype: true } as const
const dialect = 'openai-responses' as const
const image = fc.record(
  {
    type: fc.constant('image' as const),
    media: fc.constantFrom(
      { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } as const,
      { kind: 'url', url: 'https://example.com/a.png' } as const,
      { kind: 'file', id: 'file_1', dialect } as const,
    ),
    detail: fc.constantFrom('low' as const, 'high' as const, 'auto' as const),
  },
  some,
)
const document: fc.Arbitrary<Extract<UserBlock, { type: 'document' }>> = fc.oneof(
  words.map((name) => ({
    type: 'document' as const,
    media: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' } as const,
    name,
  })),
  fc.constantFrom(
    { type: 'document' as const, media: { kind: 'url', url: 'https://example.com/a.pdf' } as const },
    { type: 'document' as const, media: { kind: 'file', id: 'file_1', dialect } as const },
  ),
)
const content = fc.array(fc.oneof(texts, image, document), { maxLength: 3 })
const encrypted = fc.stringMatching(/^gAAAA[A-Za-z0-9_-]{4,40}$/)
const hosted: fc.Arbitrary<AssistantBlock> = jsonObjects.map((json) => ({
  type: 'opaque',
  value: { dialect, name: 'web_search_call', json: { ...json, type: 'web_search_call' } },
}))
const freeFormCalls = toolCalls.chain((call) =>
  words.map((text) => ({ ...call, arguments: text, isFreeForm: true as const })),
)
const calls = fc.uniqueArray(fc.oneof(toolCalls, freeFormCalls), { selector: ({ id }) => id, maxLength: 3 })
const refusals: fc.Arbitrary<AssistantBlock> = words.map((text) => ({ type: 'refusal', text }))

function assistant(thoughts: fc.Arbitrary<ReasoningBlock>, others: fc.Arbitrary<AssistantBlock>) {
  return fc
    .tuple(fc.array(fc.oneof(texts, thoughts, refusals, others), { maxLength: 4 }), calls)
    .map(([said, called]): readonly AssistantBlock[] => [...said, ...called])
}

const sentThoughts = fc.tuple(fc.array(words, { maxLength: 2 }), encrypted).map(([parts, data]) => ({
  type: 'reasoning' as const,
  texts: parts,
  seal: { origin: dialect, data, id: 'rs_1' },
}))
const tools: fc.Arbitrary<Tool> = fc.oneof(
  fc.record(
    {
      name: toolNames,
      description: words,
      parameters: jsonObjects.map((properties) => ({ type: 'object', properties })),
    },
    { requiredKeys: ['name', 'parameters'], ...some },
  ),
  fc.record(
    {
      name: toolNames,
      isFreeForm: fc.constant(true as const),
      format: fc.constant({ type: 'grammar', syntax: 'lark', definition: 'start: "a"' }),
    },
    { requiredKeys: ['name', 'isFreeForm'], ...some },
  ),
)
const conversations: fc.Arbitrary<Conversation> = fc
  .tuple(
    fc.array(texts, { maxLength: 2 }),
    content,
    assistant(sentThoughts, hosted),
    fc.array(texts, { minLength: 1, maxLength: 2 }),
    content,
    fc.record(
      {
        tools: fc.uniqueArray(tools, { selector: ({ name }) => name, minLength: 1, maxLength: 3 }),
        toolChoice: fc.constantFrom(
          { type: 'auto' as const },
          { type: 'required' as const },
          { type: 'none' as const },
        ),
        parallelToolCalls: fc.boolean(),
        maxTokens: fc.integer({ min: 16, max: 1e6 }),
        temperature: fc.constantFrom(0, 0.5, 1),
        topP: fc.constantFrom(0, 0.9),
        reasoning: fc.constantFrom(...efforts.map((effort) => ({ effort })), { show: true, effort: 'low' as const }),
        output: jsonObjects.map((schema) => ({ type: 'json-schema' as const, name: 'answer', schema })),
        verbosity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
        userId: words,
        cacheKey: words,
        serviceTier: fc.constantFrom('auto', 'flex', 'priority'),
        stream: fc.boolean(),
        extras: fc.constantFrom(
          new Map<string, unknown>(),
          new Map<string, unknown>([['store', true]]),
          new Map<string, unknown>([['include', ['file_search_call.results']]]),
          new Map<string, unknown>([
            ['metadata', { team: 'a' }],
            ['text.newer', 1],
          ]),
        ),
      },
      { requiredKeys: ['tools'], ...some },
    ),
  )
  .map(([system, asked, answered, instructed, replied, rest]) => {
    const results = answered.flatMap((block): readonly UserBlock[] =>
      block.type === 'tool-call' ? [{ type: 'tool-result', callId: block.id, content: replied }] : [],
    )
    const user = [...results, ...replied]
    return {
      ...plain(dialect, 'my-deployment'),
      system,
      turns: [
        { role: 'user' as const, blocks: [{ type: 'text' as const, text: 'Hello' }, ...asked] },
        ...(answered.length === 0 ? [] : [{ role: 'assistant' as const, blocks: answered }]),
        { role: 'system' as const, blocks: instructed },
        ...(user.length === 0 ? [] : [{ role: 'user' as const, blocks: user }]),
      ],
      ...rest,
    }
  })

const givenThoughts = fc.tuple(fc.array(words, { minLength: 1, maxLength: 2 }), encrypted).map(([parts, data]) => ({
  type: 'reasoning' as const,
  texts: parts,
  seal: { origin: 'anthropic-messages' as const, data, texts: parts },
}))
const usage = fc.record(
  { input: fc.nat(), output: fc.nat(), cacheRead: fc.nat(), cacheWrite: fc.nat(), reasoning: fc.nat() },
  some,
)
const answers: fc.Arbitrary<Answer> = fc
  .record(
    {
      id: fc.constant('resp_1'),
      model: words,
      blocks: assistant(givenThoughts, givenThoughts),
      finish: fc.constantFrom<FinishReason>('stop', 'length', 'content-filter'),
      usage,
      createdAt: fc.nat(),
    },
    some,
  )
  .map((answer) => ({ ...answer, finish: finishOf(answer.blocks, answer.finish) }))

/** The status does not say what the items do. */
function finishOf(blocks: readonly AssistantBlock[], finish: FinishReason): FinishReason {
  if (finish !== 'stop') return finish
  if (blocks.some(({ type }) => type === 'tool-call')) return 'tool-calls'
  return blocks.some(({ type }) => type === 'refusal') ? 'refusal' : 'stop'
}

describe('parse after render is the identity', () => {
  test('on requests', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const notes = new NotesCollector()
        const request = openaiResponses.renderRequest(conversation, notes)
        expect(openaiResponses.parseRequest(request)).toEqual(conversation)
        expect(notes.dropped).toEqual([])
      }),
    )
  })

  test('on answers', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const body = openaiResponses.renderAnswer(answer, plain(dialect, 'm'))
        expect(openaiResponses.parseAnswer(body)).toEqual(answer)
      }),
    )
  })

  test('on streams, however they are cut', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (answer, sizes) => {
        const renderer = openaiResponses.createStreamRenderer(plain(dialect, 'm'))
        const wire = eventsOf(answer).map((event) => renderer.push(event))
        const reader = new SseReader()
        const parser = openaiResponses.createStreamParser()
        const chunks = cut(new TextEncoder().encode(wire.join('')), sizes)
        const events = chunks.flatMap((chunk) => reader.push(chunk)).flatMap((event) => parser.push(event))
        expect(aggregateAnswer([...events, ...parser.end()])).toEqual({ answer })
      }),
    )
  })
})

test('whatever a client sends, it is understood or refused with the name of a field', () => {
  const items = fc.dictionary(
    fc.constantFrom('type', 'role', 'content', 'call_id', 'name', 'arguments', 'output', 'summary', 'id', 'text'),
    fc.oneof(fc.jsonValue(), fc.constantFrom('message', 'user', 'function_call', 'reasoning', 'input_text', 'a')),
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(fc.array(items), fc.jsonValue(), (input, given) => {
      expect(refusedField({ model: 'm', input, tools: given })).toMatch(/^(input|tools|)(\.|$)/)
    }),
  )
})

/** Empty when nothing is. */
function refusedField(body: JsonObject): string | undefined {
  try {
    openaiResponses.parseRequest({ path: '/v1/responses', body })
    return ''
  } catch (error) {
    if (error instanceof FormatError) return error.field
    throw error
  }
}
