// What real agents send, asked of a provider of every other dialect: nothing that they say is lost.
import { describe, expect, test } from 'vitest'
import { recordedRequests } from './__fixtures__/recorded-requests.js'
import type { WireRequest } from './codec.js'
import { codecs } from './codecs.js'
import { isJsonObject } from './json/is-json-object.js'
import { parseJson } from './json/parse-json.js'
import type { Block } from './model/block.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import { NotesCollector } from './notes-collector.js'
import { wrapFreeForm } from './tools/free-form-tool.js'
import { translateRequest } from './translate-request.js'

const models: Readonly<Record<Dialect, string>> = {
  'anthropic-messages': 'claude-sonnet-5',
  'openai-chat': 'deepseek-reasoner',
  'openai-responses': 'gpt-5',
  gemini: 'gemini-3-pro',
}
const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

type DroppedNames = Readonly<Partial<Record<Dialect, string>>>

const claudeCode: DroppedNames = {
  'openai-chat': 'cacheMark, tools[].defer_loading, context_management',
  'openai-responses': 'cacheMark, tools[].defer_loading, context_management',
  gemini: 'cacheMark, schemaKeywords, userId, tools[].defer_loading, context_management',
}
const geminiCli: DroppedNames = {
  'anthropic-messages': 'temperature, topP, topK',
  'openai-chat': 'topK',
  'openai-responses': 'topK, topP',
}
const opencodeMessages: DroppedNames = {
  'openai-chat': 'cacheMark, tools[].eager_input_streaming',
  'openai-responses': 'cacheMark, tools[].eager_input_streaming',
  gemini: 'cacheMark, schemaKeywords, tools[].eager_input_streaming',
}

/** Read by a person: an agent does without each of these. A name that is new here is a decision. */
const expectedDrops: Readonly<Record<string, DroppedNames>> = {
  'claude-code-claude-opus-4-5-1': claudeCode,
  'claude-code-claude-opus-4-5-2': claudeCode,
  'claude-code-haiku-1': {
    'openai-chat': 'cacheMark, messages[].output_config, tools[].defer_loading, context_management',
    'openai-responses': 'cacheMark, messages[].output_config, tools[].defer_loading, context_management',
    gemini: 'cacheMark, schemaKeywords, userId, messages[].output_config, tools[].defer_loading, context_management',
  },
  'claude-code-stand-in-1-1': claudeCode,
  'claude-code-stand-in-1-2': claudeCode,
  'codex-gpt-5.5-1': {
    'anthropic-messages': 'verbosity, client_metadata, hostedTool',
    'openai-chat': 'hostedTool, verbosity, cacheKey, client_metadata',
    gemini: 'hostedTool, verbosity, cacheKey, client_metadata',
  },
  'codex-gpt-6.1-sol-1': {
    'anthropic-messages': 'verbosity, client_metadata, reasoning.context',
    'openai-chat': 'verbosity, cacheKey, client_metadata, reasoning.context',
    gemini: 'schemaKeywords, parallelToolCalls, verbosity, cacheKey, client_metadata, reasoning.context',
  },
  'codex-stand-in-1-1': {
    'anthropic-messages': 'client_metadata, hostedTool',
    'openai-chat': 'hostedTool, cacheKey, client_metadata',
    gemini: 'hostedTool, cacheKey, client_metadata',
  },
  'gemini-cli-gemini-3.1-pro-preview-1': geminiCli,
  'gemini-cli-stand-in-1-1': geminiCli,
  'opencode-chat-stand-in-1-1': { 'anthropic-messages': '', 'openai-responses': '', gemini: 'schemaKeywords' },
  'opencode-claude-opus-4-5-1': opencodeMessages,
  'opencode-claude-opus-4-5-2': opencodeMessages,
  'opencode-gemini-gemini-3.1-pro-preview-1': {
    'anthropic-messages': 'topP, topK',
    'openai-chat': 'topK',
    'openai-responses': 'topK, topP',
  },
  'opencode-responses-gpt-5.5-1': {
    'anthropic-messages': 'verbosity',
    'openai-chat': 'verbosity, cacheKey',
    gemini: 'verbosity, cacheKey',
  },
}

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** The same with a picture beside what the person said: none of the recorded ones has one. */
function withPicture(dialect: Dialect, request: WireRequest): WireRequest {
  const conversation = codecs[dialect].parseRequest(request)
  const picture = { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: pixel } } as const
  const turns = conversation.turns.map((turn) =>
    turn.role === 'user' ? { ...turn, blocks: [...turn.blocks, picture] } : turn,
  )
  return codecs[dialect].renderRequest({ ...conversation, turns }, new NotesCollector())
}

const blocksOf = ({ turns }: Conversation): readonly Block[] => turns.flatMap((turn): readonly Block[] => turn.blocks)

/** Everything that is said in a recording, whoever says it and in whatever dialect. */
function textsIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return /^(?:text|content|output|instructions)$/.test(key) ? [value] : []
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => (name === 'tools' ? [] : textsIn(member, name)))
}

function toolsOf({ tools }: Conversation): readonly string[] {
  return tools.flatMap((tool) => ('hosted' in tool ? [] : [tool.name]))
}

function callsOf(conversation: Conversation): readonly unknown[] {
  return blocksOf(conversation).flatMap((block) => {
    if (block.type !== 'tool-call') return []
    const input = parseJson(block.isFreeForm === true ? wrapFreeForm(block.arguments) : block.arguments)
    return [{ name: block.name, input }]
  })
}

/** The characters of a text as JSON has them. What Gemini's functions return is JSON once more. */
const written = (text: string): string => JSON.stringify(text).slice(1, -1)

const recordings = recordedRequests()

test('every recording has its list of what is dropped', () => {
  expect(recordings.map(({ name }) => name).toSorted()).toEqual(Object.keys(expectedDrops).toSorted())
})

describe.each(recordings)('$name', ({ name, dialect: from, request }) => {
  test.each(dialects.filter((to) => to !== from))('is said in %s', (to) => {
    const translated = translateRequest({ from, to, request, model: models[to] })
    const { conversation } = translated
    const wire = JSON.stringify(translated.request.body)
    const asked = codecs[to].parseRequest({ ...translated.request, body: JSON.parse(wire) })

    expect(translated.dropped.join(', ')).toBe(expectedDrops[name]?.[to])
    const texts = textsIn(request.body)
    expect(texts.length).toBeGreaterThan(1)
    expect(texts.filter((text) => !wire.includes(written(text)) && !wire.includes(written(written(text))))).toEqual([])
    expect(toolsOf(conversation).length).toBeGreaterThan(5)
    expect(toolsOf(asked)).toEqual(toolsOf(conversation))
    expect(callsOf(asked)).toEqual(callsOf(conversation))
  })

  test.each(dialects.filter((to) => to !== from))('shows its pictures in %s', (to) => {
    const { request: asked, conversation } = translateRequest({ from, to, request: withPicture(from, request) })
    const users = conversation.turns.filter(({ role }) => role === 'user')
    expect(JSON.stringify(asked.body).split(pixel)).toHaveLength(users.length + 1)
  })
})
