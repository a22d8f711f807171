// Names that the provider of another dialect does not take, there and back.
import { describe, expect, test } from 'vitest'
import { plain } from '../__fixtures__/field-samples.js'
import { codecs } from '../codecs.js'
import type { Answer } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'
import { NotesCollector } from '../notes-collector.js'
import { AnswerAggregator } from '../stream/answer-aggregator.js'
import { eventsOf } from '../stream/events-of.js'
import { StreamEvents } from '../stream/stream-events.js'
import { translateAnswer } from '../translate-answer.js'
import { translateRequest } from '../translate-request.js'
import { StreamTranslator } from '../translate-stream.js'
import { fitToolName } from './fit-tool-name.js'

const patterns: Readonly<Record<Dialect, RegExp>> = {
  'anthropic-messages': /^[a-zA-Z0-9_-]{1,128}$/,
  'openai-chat': /^[a-zA-Z0-9_-]{1,64}$/,
  'openai-responses': /^[a-zA-Z0-9_-]{1,64}$/,
  gemini: /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/,
}
const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']
const long = `mcp__${'registry_'.repeat(14)}`
const awkward: readonly string[] = [`${long}read`, `${long}write`, 'files.read:all', '1st', 'ünï tool', 'a'.repeat(200)]

test.each(dialects)('%s takes every name, each as another one, and always as the same', (dialect) => {
  const fitted = awkward.map((name) => fitToolName(name, dialect))
  for (const name of fitted) expect(name).toMatch(patterns[dialect])
  expect(new Set(fitted).size).toBe(awkward.length)
  expect(awkward.map((name) => fitToolName(name, dialect))).toEqual(fitted)
  expect(fitted.map((name) => fitToolName(name, dialect))).toEqual(fitted)
  expect(fitToolName('look_up-2', dialect)).toBe('look_up-2')
})

/** A conversation in which one of the tools was called and another one is to be. */
function asked(origin: Dialect, choice: Conversation['toolChoice']): Conversation {
  const [first = ''] = awkward
  return {
    ...plain(origin, 'm-1'),
    stream: true,
    tools: awkward.map((name) => ({ name, parameters: { type: 'object' } })),
    ...(choice !== undefined && { toolChoice: choice }),
    turns: [
      { role: 'user', blocks: [{ type: 'text', text: 'Read it.' }] },
      { role: 'assistant', blocks: [{ type: 'tool-call', id: 'call_1', name: first, arguments: '{}' }] },
      { role: 'user', blocks: [{ type: 'tool-result', callId: 'call_1', content: [{ type: 'text', text: 'It.' }] }] },
    ],
  }
}

const pairs = dialects.flatMap((client) =>
  dialects.filter((provider) => provider !== client).map((provider) => [client, provider] as const),
)

describe.each(pairs)('%s of a provider that speaks %s', (client, provider) => {
  const [, second = ''] = awkward
  const told = fitToolName(second, provider)
  const choices: readonly (readonly [Conversation['toolChoice'], object])[] = [
    [
      { type: 'tool', name: second },
      { type: 'tool', name: told },
    ],
    [{ type: 'allowed', names: [second, awkward[5] ?? ''], required: true }, expect.anything()],
  ]

  test.each(choices)('the provider is told names that it takes: %j', (choice, chosen) => {
    const request = codecs[client].renderRequest(asked(client, choice), new NotesCollector())
    const { request: translated } = translateRequest({ from: client, to: provider, request })
    const { tools, turns, toolChoice } = codecs[provider].parseRequest(translated)
    expect(toolChoice).toEqual(chosen)
    expect(turns[1]?.blocks).toMatchObject([{ type: 'tool-call', name: fitToolName(awkward[0] ?? '', provider) }])
    expect(tools).toEqual(expect.arrayContaining([expect.objectContaining({ name: told })]))
    const names = [...JSON.stringify(translated.body).matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name)
    expect(names.filter((name) => !patterns[provider].test(name))).toEqual([])
  })

  test('the client is told its own names, in answers and in streams', () => {
    const conversation = asked(client, undefined)
    const answer: Answer = {
      id: 'answer_1',
      model: 'm-1',
      blocks: [...awkward, 'unknown'].map((name, index) => ({
        type: 'tool-call',
        id: `call_${index}`,
        name: fitToolName(name, provider),
        arguments: '{}',
      })),
      finish: 'tool-calls',
    }
    const spoken = { ...plain(provider, 'm-1'), stream: true }
    const body = codecs[provider].renderAnswer(answer, spoken)
    const whole = codecs[client].parseAnswer(translateAnswer({ from: provider, to: client, body, conversation }))
    expect(whole.blocks).toMatchObject([...awkward, 'unknown'].map((name) => ({ name })))

    const renderer = codecs[provider].createStreamRenderer(spoken)
    const translator = new StreamTranslator({ from: provider, to: client, conversation })
    const bytes = Buffer.from(
      eventsOf(answer)
        .map((event) => renderer.push(event))
        .join(''),
    )
    const events = new StreamEvents(client)
    const aggregator = new AnswerAggregator()
    for (const piece of [translator.push(bytes), translator.end()])
      for (const event of events.push(piece)) aggregator.push(event)
    for (const event of events.end()) aggregator.push(event)
    expect(aggregator.result()).toMatchObject({
      answer: { blocks: whole.blocks.map(({ type }, index) => ({ type, name: [...awkward, 'unknown'][index] })) },
    })
  })
})

test('a provider of the client’s own dialect is told the client’s names', () => {
  const body = { model: 'm-1', messages: [], tools: [{ type: 'function', function: { name: 'x'.repeat(99) } }] }
  const request = { path: '/v1/chat/completions', body }
  expect(translateRequest({ from: 'openai-chat', to: 'openai-chat', request }).request.body).toMatchObject({
    tools: [{ function: { name: 'x'.repeat(99) } }],
  })
})

test('the choice of a tool that another provider would have run is left out by name', () => {
  const body = {
    model: 'm-1',
    max_tokens: 9,
    messages: [{ role: 'user', content: 'Search.' }],
    tools: [
      { name: 'look', input_schema: { type: 'object' } },
      { type: 'web_search_20250305', name: 'web_search' },
    ],
    tool_choice: { type: 'tool', name: 'web_search' },
  }
  const translation = { from: 'anthropic-messages', request: { path: '/v1/messages', body } } as const
  const { request, dropped } = translateRequest({ ...translation, to: 'openai-chat' })
  expect(dropped).toEqual(['toolChoice', 'hostedTool'])
  expect(request.body).not.toHaveProperty('tool_choice')
  expect(translateRequest({ ...translation, to: 'anthropic-messages' })).toMatchObject({
    dropped: [],
    request: { body: { tool_choice: body.tool_choice } },
  })
})
