// parse(render(x)) = x: what the neutral model says in this dialect's reach survives the wire.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonObjects, texts, toolCalls, toolIds, toolNames, words } from '../__fixtures__/arbitrary-blocks.js'
import { plain } from '../__fixtures__/field-samples.js'
import type { Answer, FinishReason } from '../model/answer.js'
import type { AssistantBlock, ReasoningBlock, UserBlock } from '../model/block.js'
import type { Conversation, Tool } from '../model/conversation.js'
import { NotesCollector } from '../notes-collector.js'
import { SseReader } from '../sse/sse-reader.js'
import { aggregateAnswer } from '../stream/answer-aggregator.js'
import { eventsOf } from '../stream/events-of.js'
import { anthropicMessages } from './codec.js'

const some = { noNullPrototype: true } as const
const cache = fc.constantFrom({}, { ttlSeconds: 300 }, { ttlSeconds: 3600 })
const media = fc.constantFrom(
  { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } as const,
  { kind: 'url', url: 'https://example.com/a.png' } as const,
  { kind: 'file', id: 'file_1', dialect: 'anthropic-messages' } as const,
)
const text = fc.record(
  { type: fc.constant('text' as const), text: words, cache },
  { requiredKeys: ['type', 'text'], ...some },
)
const image = fc.record({ type: fc.constant('image' as const), media }, some)
const document = fc.record(
  {
    type: fc.constant('document' as const),
    media: fc.oneof(
      words.map((said) => ({ kind: 'text' as const, text: said })),
      fc.constant({ kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' } as const),
    ),
    name: words,
  },
  { requiredKeys: ['type', 'media'], ...some },
)
const result = fc.record(
  {
    type: fc.constant('tool-result' as const),
    callId: toolIds,
    content: fc.array(fc.oneof(text, image, document), { maxLength: 3 }),
    isError: fc.constant(true as const),
  },
  { requiredKeys: ['type', 'callId', 'content'], ...some },
)
const opaque = jsonObjects.map((json) => ({
  type: 'opaque' as const,
  value: {
    dialect: 'anthropic-messages' as const,
    name: 'server_tool_use',
    json: { ...json, type: 'server_tool_use' },
  },
}))
const signature = fc.stringMatching(/^[A-Za-z0-9+/]{4,40}=$/)
const thoughts: fc.Arbitrary<ReasoningBlock> = fc.oneof(
  fc.tuple(words, signature).map(([thought, data]) => ({
    type: 'reasoning' as const,
    texts: [thought],
    seal: { origin: 'anthropic-messages' as const, data, texts: [thought] },
  })),
  signature.map((data) => ({
    type: 'reasoning' as const,
    texts: [],
    seal: { origin: 'anthropic-messages' as const, data, isRedacted: true as const },
    isRedacted: true as const,
  })),
)
const userBlocks: fc.Arbitrary<readonly UserBlock[]> = fc.array(fc.oneof(text, image, document, result), {
  maxLength: 4,
})
const calls = fc.uniqueArray(toolCalls, { selector: ({ id }) => id, maxLength: 3 })
const assistantBlocks: fc.Arbitrary<readonly AssistantBlock[]> = fc
  .tuple(fc.array(fc.oneof(texts, thoughts, opaque), { maxLength: 4 }), calls)
  .map(([said, called]) => [...said, ...called])

const tools: fc.Arbitrary<Tool> = fc.record(
  {
    name: toolNames,
    description: words,
    parameters: jsonObjects.map((schema) => ({ ...schema, type: 'object' })),
    strict: fc.boolean(),
    cache,
  },
  { requiredKeys: ['name', 'parameters'], ...some },
)

const conversations: fc.Arbitrary<Conversation> = fc
  .tuple(
    fc.array(text, { maxLength: 2 }),
    // Ids of calls are unique in a conversation, so one turn of calls is enough here.
    fc.tuple(userBlocks, assistantBlocks, fc.array(text, { maxLength: 2 }), userBlocks),
    fc.record(
      {
        tools: fc.array(tools, { minLength: 1, maxLength: 3 }),
        toolChoice: fc.oneof(
          fc.constantFrom({ type: 'auto' as const }, { type: 'required' as const }),
          toolNames.map((name) => ({ type: 'tool' as const, name })),
        ),
        parallelToolCalls: fc.boolean(),
        maxTokens: fc.nat(),
        temperature: fc.constantFrom(0, 0.5, 1),
        topP: fc.constantFrom(0, 0.9),
        topK: fc.nat(),
        stopSequences: fc.array(words, { minLength: 1, maxLength: 3 }),
        userId: words,
        serviceTier: fc.constantFrom('auto', 'standard_only'),
        stream: fc.boolean(),
        reasoning: fc.constantFrom(
          { effort: 'none' as const },
          { effort: 'xhigh' as const },
          { isAdaptive: true as const, show: true },
          { isAdaptive: true as const, effort: 'low' as const },
          { budgetTokens: 2048, show: false },
        ),
        output: jsonObjects.map((schema) => ({ type: 'json-schema' as const, schema, strict: true })),
        extras: fc.constantFrom(
          new Map<string, unknown>(),
          new Map<string, unknown>([['metadata.team', 'a']]),
          new Map<string, unknown>([
            ['context_management', { edits: [] }],
            ['mcp_servers', []],
          ]),
        ),
      },
      { requiredKeys: ['tools', 'maxTokens'], ...some },
    ),
  )
  .map(([system, [asked, answered, instructed, replied], rest]) => ({
    ...plain('anthropic-messages', 'claude-sonnet-5'),
    system,
    turns: [
      { role: 'user' as const, blocks: asked },
      { role: 'assistant' as const, blocks: answered },
      { role: 'user' as const, blocks: replied },
      { role: 'system' as const, blocks: instructed },
    ],
    ...rest,
    // A choice without parallel says nothing of it, and parallel is said in a choice.
    ...(rest.parallelToolCalls !== undefined && { toolChoice: rest.toolChoice ?? { type: 'auto' as const } }),
  }))

const usage = fc
  .record({ cacheRead: fc.nat(), cacheWrite: fc.nat(), fresh: fc.nat(), output: fc.nat(), reasoning: fc.nat() }, some)
  .map(({ fresh, ...rest }) => ({ ...rest, input: fresh + rest.cacheRead + rest.cacheWrite }))
const finishes = fc.constantFrom<FinishReason>(
  'stop',
  'length',
  'stop-sequence',
  'tool-calls',
  'pause',
  'context-length',
)
const answers: fc.Arbitrary<Answer> = fc
  .record(
    { id: words, model: words, blocks: assistantBlocks, finish: finishes, usage, stopSequence: words },
    { requiredKeys: ['id', 'model', 'blocks', 'finish', 'usage'], ...some },
  )
  .map((answer) => ({
    ...answer,
    // Calls that end in `stop` are said as calls: clients go by the reason.
    finish: answer.blocks.some(({ type }) => type === 'tool-call') ? 'tool-calls' : answer.finish,
  }))

describe('parse after render is the identity', () => {
  test('on requests', () => {
    fc.assert(
      fc.property(conversations, (conversation) => {
        const notes = new NotesCollector()
        const request = anthropicMessages.renderRequest(conversation, notes)
        expect(anthropicMessages.parseRequest(request)).toEqual(conversation)
        expect(notes.dropped).toEqual([])
      }),
    )
  })

  test('on answers', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const body = anthropicMessages.renderAnswer(answer, plain('anthropic-messages', 'claude'))
        expect(anthropicMessages.parseAnswer(body)).toEqual(answer)
      }),
    )
  })

  test('on streams', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const renderer = anthropicMessages.createStreamRenderer(plain('anthropic-messages', 'claude'))
        const wire = eventsOf(answer)
          .map((event) => renderer.push(event))
          .join('')
        const parser = anthropicMessages.createStreamParser()
        const events = new SseReader().push(new TextEncoder().encode(wire)).flatMap((event) => parser.push(event))
        expect(aggregateAnswer([...events, ...parser.end()])).toEqual({ answer })
      }),
    )
  })
})

test('the aggregate of an answer’s events is the answer', () => {
  fc.assert(
    fc.property(answers, (answer) => {
      expect(aggregateAnswer(eventsOf(answer))).toEqual({ answer })
    }),
  )
})
