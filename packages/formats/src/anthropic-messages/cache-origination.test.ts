// What Claude cached of one request must be the beginning of the next one, byte for byte, for clients that know no marks.
import { describe, expect, test } from 'vitest'
import type { WireRequest } from '../codec.js'
import { isJsonObject } from '../json/is-json-object.js'
import type { Dialect } from '../model/dialect.js'
import type { JsonObject } from '../model/json.js'
import { translateAnswer } from '../translate-answer.js'
import { translateRequest } from '../translate-request.js'

const to = 'anthropic-messages'
const parameters = { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] }
const description = 'Looks'

/** A client that keeps its conversation, in its own words. */
interface Client {
  readonly dialect: Dialect
  request(items: readonly unknown[], parts: { readonly system: boolean; readonly tools: boolean }): WireRequest
  says(text: string): unknown
  /** What it keeps of an answer. */
  keeps(answer: JsonObject): readonly unknown[]
  returns(callId: string, text: string): unknown
}

function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : []
}

const chat: Client = {
  dialect: 'openai-chat',
  request: (messages, { system, tools }) => ({
    path: '/v1/chat/completions',
    body: {
      model: 'claude-sonnet-4-5',
      messages: [...(system ? [{ role: 'system', content: 'Be brief.' }] : []), ...messages],
      ...(tools && { tools: [{ type: 'function', function: { name: 'look', description, parameters } }] }),
    },
  }),
  says: (content) => ({ role: 'user', content }),
  keeps: ({ choices }) => list(choices).map(({ message }) => message),
  returns: (tool_call_id, content) => ({ role: 'tool', tool_call_id, content }),
}

const responses: Client = {
  dialect: 'openai-responses',
  request: (input, { system, tools }) => ({
    path: '/v1/responses',
    body: {
      model: 'claude-sonnet-4-5',
      input,
      ...(system && { instructions: 'Be brief.' }),
      ...(tools && { tools: [{ type: 'function', name: 'look', description, parameters }] }),
    },
  }),
  says: (content) => ({ role: 'user', content }),
  keeps: ({ output }) => list(output),
  returns: (call_id, output) => ({ type: 'function_call_output', call_id, output }),
}

const gemini: Client = {
  dialect: 'gemini',
  request: (contents, { system, tools }) => ({
    path: '/v1beta/models/claude-sonnet-4-5:generateContent',
    body: {
      contents,
      ...(system && { systemInstruction: { parts: [{ text: 'Be brief.' }] } }),
      ...(tools && {
        tools: [{ functionDeclarations: [{ name: 'look', description, parametersJsonSchema: parameters }] }],
      }),
    },
  }),
  says: (text) => ({ role: 'user', parts: [{ text }] }),
  keeps: ({ candidates }) => list(candidates).map(({ content }) => content),
  returns: (id, output) => ({
    role: 'user',
    parts: [{ functionResponse: { id, name: 'look', response: { output } } }],
  }),
}

function answer(...content: readonly JsonObject[]): JsonObject {
  const usage = { input_tokens: 9, output_tokens: 9 }
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5',
    content,
    stop_reason: 'end_turn',
    usage,
  }
}

const thought = { type: 'thinking', thinking: 'Hm', signature: 'c2lnbmF0dXJl' }
const answers = [
  answer(
    thought,
    { type: 'text', text: 'I look.' },
    { type: 'tool_use', id: 'toolu_1', name: 'look', input: { at: 'it' } },
  ),
  answer(thought, { type: 'text', text: 'Found.' }),
  answer({ type: 'text', text: 'Good.' }),
]

/** What a request says, piece by piece in the order in which Claude reads it, and after which pieces there are marks. */
function pieces({ tools, system, messages }: JsonObject): {
  readonly said: readonly string[]
  readonly marks: readonly number[]
} {
  const said: string[] = []
  const marks: number[] = []
  const add = (place: string, { cache_control, ...piece }: JsonObject): void => {
    said.push(`${place}: ${JSON.stringify(piece)}`)
    if (cache_control !== undefined) marks.push(said.length)
  }
  for (const tool of list(tools)) add('tool', tool)
  for (const text of list(system)) add('system', text)
  for (const { role, content } of list(messages)) for (const block of list(content)) add(String(role), block)
  return { said, marks }
}

/** The requests of a conversation with a call of a tool, as Claude gets them. */
function conversation(client: Client, parts: Parameters<Client['request']>[1]): readonly JsonObject[] {
  const items: unknown[] = []
  const next = [client.says('Look at it.'), client.returns('toolu_1', 'It is red.'), client.says('Thanks.')]
  return next.map((item, turn) => {
    items.push(item)
    const { request, conversation: asked } = translateRequest({
      from: client.dialect,
      to,
      request: client.request(items, parts),
    })
    const body = answers[turn] ?? answer()
    items.push(...client.keeps(translateAnswer({ from: to, to: client.dialect, body, conversation: asked })))
    return request.body
  })
}

describe.each([chat, responses, gemini])('a client of $dialect', (client) => {
  test.each([
    { system: true, tools: true },
    { system: true, tools: false },
    { system: false, tools: true },
    { system: false, tools: false },
  ])('finds in the cache what its last request wrote: %j', (parts) => {
    const requests = conversation(client, parts).map((body) => pieces(body))
    expect(requests).toHaveLength(3)
    for (const [index, { said, marks }] of requests.entries()) {
      expect(marks.length).toBeGreaterThan(0)
      expect(marks.length).toBeLessThanOrEqual(4)
      expect(marks.at(-1)).toBe(said.length)
      const before = requests[index - 1]
      const written = before?.marks.at(-1) ?? 0
      expect(said.slice(0, written)).toEqual(before?.said.slice(0, written) ?? [])
      expect([0, ...marks]).toContain(written)
    }
  })
})

test('a client that marks, and one of Claude’s own dialect, is not helped', () => {
  const body = { model: 'm', max_tokens: 9, system: 'Be brief.', messages: [{ role: 'user', content: 'Hello' }] }
  const own = translateRequest({ from: to, to, request: { path: '/v1/messages', body } })
  expect(pieces(own.request.body).marks).toEqual([])
  const content = [
    { type: 'text', text: 'Long', prompt_cache_breakpoint: { mode: 'explicit' } },
    { type: 'text', text: 'Short' },
  ]
  const marked = {
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content },
    ],
  }
  const asked = translateRequest({ from: 'openai-chat', to, request: { path: '/v1/chat/completions', body: marked } })
  expect(pieces(asked.request.body).marks).toEqual([2])
})
