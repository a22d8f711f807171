// OpenAI's own SDK judges what this codec answers.
import { APIError } from 'openai'
import { expect, test } from 'vitest'
import { fakeOpenAI } from '../__fixtures__/fake-openai.js'
import type { Answer, AnswerEvent } from '../model/answer.js'
import { eventsOf } from '../stream/events-of.js'
import { openaiChat } from './codec.js'

const model = 'claude-opus'
const messages = [{ role: 'user' as const, content: 'What is it?' }]
const seal = { origin: 'anthropic-messages', data: 'EqQB', texts: ['Hm.'] } as const
const answer: Answer = {
  id: 'msg_1',
  model,
  createdAt: 1_790_000_000,
  blocks: [
    { type: 'reasoning', texts: ['Hm.'], seal },
    { type: 'text', text: 'I look: 🔭' },
    { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{"at":"it"}' },
    { type: 'tool-call', id: 'toolu_2', name: 'wait', arguments: '{}' },
  ],
  finish: 'tool-calls',
  usage: { input: 10, output: 5, cacheRead: 3, reasoning: 1 },
}
const tools = ['look', 'wait'].map((name) => ({
  type: 'function' as const,
  function: { name, parameters: { type: 'object', properties: {} } },
}))

test('a stream is the answer, in the eyes of the SDK', async () => {
  const { client } = fakeOpenAI(openaiChat, answer, answer)
  const whole = await client.chat.completions.create({ model, messages, tools })
  const stream_options = { include_usage: true }
  const streamed = await client.chat.completions
    .stream({ model, messages, tools, stream_options })
    .finalChatCompletion()
  const { annotations: _annotations, ...message } = whole.choices[0]?.message ?? {}
  expect(streamed.choices[0]).toMatchObject({ ...whole.choices[0], message })
  expect(streamed.usage).toEqual(whole.usage)
  expect(streamed.id).toBe('chatcmpl-msg_1')
})

test('the message has text, calls, thoughts and their proof', async () => {
  const { client } = fakeOpenAI(openaiChat, answer)
  const { choices, usage } = await client.chat.completions.create({ model, messages, tools })
  expect(choices).toEqual([
    {
      index: 0,
      finish_reason: 'tool_calls',
      logprobs: null,
      message: {
        role: 'assistant',
        content: 'I look: 🔭',
        refusal: null,
        annotations: [],
        reasoning_content: 'Hm.',
        reasoning_details: [{ type: 'reasoning.encrypted', data: expect.stringMatching(/^ccp-seal-1\./) as unknown }],
        tool_calls: [
          { id: 'toolu_1', type: 'function', function: { name: 'look', arguments: '{"at":"it"}' } },
          { id: 'toolu_2', type: 'function', function: { name: 'wait', arguments: '{}' } },
        ],
      },
    },
  ])
  expect(usage).toMatchObject({
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 15,
    prompt_tokens_details: { cached_tokens: 3 },
    completion_tokens_details: { reasoning_tokens: 1 },
  })
})

test('the next turn has the signature that came with the thought', async () => {
  const { client, asked } = fakeOpenAI(openaiChat, answer, answer)
  const { choices } = await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion()
  const [choice] = choices
  const results = ['toolu_1', 'toolu_2'].map((tool_call_id) => ({
    role: 'tool' as const,
    tool_call_id,
    content: 'done',
  }))
  const said = choice === undefined ? [] : [choice.message]
  await client.chat.completions.create({ model, tools, messages: [...messages, ...said, ...results] })
  expect(asked[1]?.turns.slice(1)).toEqual([
    { role: 'assistant', blocks: answer.blocks },
    {
      role: 'user',
      blocks: [
        { type: 'tool-result', callId: 'toolu_1', content: [{ type: 'text', text: 'done' }] },
        { type: 'tool-result', callId: 'toolu_2', content: [{ type: 'text', text: 'done' }] },
      ],
    },
  ])
})

test('seals of calls and texts come back to where they were', async () => {
  const blocks: Answer['blocks'] = [
    { type: 'text', text: 'I look', seal: { origin: 'gemini', data: 'dGV4dA==' } },
    { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}', seal: { origin: 'gemini', data: 'Y2FsbA==' } },
    { type: 'tool-call', id: 'call_2', name: 'look', arguments: '{}' },
  ]
  const { client, asked } = fakeOpenAI(openaiChat, { ...answer, blocks }, answer)
  const { choices } = await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion()
  await client.chat.completions.create({ model, tools, messages: choices.map(({ message }) => message) })
  expect(asked[1]?.turns).toEqual([{ role: 'assistant', blocks }])
})

test('the tool runner goes on until there is no call', async () => {
  const last: Answer = { ...answer, blocks: [{ type: 'text', text: 'Done' }], finish: 'stop' }
  const { client, asked } = fakeOpenAI(openaiChat, answer, last)
  const calls: string[] = []
  const runner = client.chat.completions.runTools({
    model,
    messages,
    stream: true,
    tools: ['look', 'wait'].map((name) => ({
      type: 'function' as const,
      function: {
        name,
        description: name,
        parameters: { type: 'object', properties: {} },
        parse: JSON.parse,
        function: (given: unknown) => {
          calls.push(`${name} ${JSON.stringify(given)}`)
          return 'seen'
        },
      },
    })),
  })
  expect(await runner.finalContent()).toBe('Done')
  expect(calls).toEqual(['look {"at":"it"}', 'wait {}'])
  expect(asked[1]?.turns.at(-1)?.blocks).toMatchObject([{ callId: 'toolu_1' }, { callId: 'toolu_2' }])
})

test('calls that come interleaved stay apart', async () => {
  const events: readonly AnswerEvent[] = [
    { type: 'start', id: 'msg_1', model },
    { type: 'block-start', index: 0, block: { type: 'tool-call', id: 'call_1', name: 'look' } },
    { type: 'block-start', index: 1, block: { type: 'tool-call', id: 'call_2', name: 'wait' } },
    { type: 'delta', index: 1, text: '{"b":' },
    { type: 'delta', index: 0, text: '{"a":1}' },
    { type: 'delta', index: 1, text: '2}' },
    { type: 'block-stop', index: 1 },
    { type: 'block-stop', index: 0 },
    { type: 'finish', reason: 'tool-calls' },
  ]
  const { client } = fakeOpenAI(openaiChat, { events })
  const { choices } = await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion()
  expect(choices[0]?.message.tool_calls).toMatchObject([
    { id: 'call_1', function: { name: 'look', arguments: '{"a":1}' } },
    { id: 'call_2', function: { name: 'wait', arguments: '{"b":2}' } },
  ])
})

test('a tool of text is called with text, though the provider wrote JSON', async () => {
  const custom = { type: 'custom' as const, custom: { name: 'patch' } }
  const call = { type: 'tool-call', id: 'call_1', name: 'patch', arguments: '{"input":"*** Begin"}' } as const
  const { client } = fakeOpenAI(openaiChat, { ...answer, blocks: [call] })
  const { choices } = await client.chat.completions.create({ model, messages, tools: [custom] })
  expect(choices[0]?.message.tool_calls).toEqual([
    { id: 'call_1', type: 'custom', custom: { name: 'patch', input: '*** Begin' } },
  ])
})

test('structured output is parsed', async () => {
  const blocks = [{ type: 'text', text: '{"n":1}' }] as const
  const { client, asked } = fakeOpenAI(openaiChat, { ...answer, blocks, finish: 'stop' })
  const schema = { type: 'object', properties: { n: { type: 'number' } } }
  const response_format = { type: 'json_schema' as const, json_schema: { name: 'count', schema } }
  const { choices } = await client.chat.completions.parse({ model, messages, response_format })
  expect(choices[0]?.message.parsed).toEqual({ n: 1 })
  expect(asked[0]?.output).toEqual({ type: 'json-schema', name: 'count', schema })
})

test('usage comes only when asked for', async () => {
  const { client } = fakeOpenAI(openaiChat, answer, answer)
  const chunksOf = async (include_usage: boolean): Promise<readonly unknown[]> => {
    const stream_options = { include_usage }
    const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options })
    const usages: unknown[] = []
    for await (const { usage } of stream) usages.push(usage)
    return usages
  }
  expect(new Set(await chunksOf(false))).toEqual(new Set([undefined]))
  const asked = await chunksOf(true)
  expect(asked.slice(0, -1).every((usage) => usage === null)).toBe(true)
  expect(asked.at(-1)).toMatchObject({ total_tokens: 15 })
})

test('texts that a call came between are paragraphs', async () => {
  const blocks: Answer['blocks'] = [
    { type: 'text', text: 'I ' },
    { type: 'text', text: 'look.' },
    { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' },
    { type: 'text', text: 'Seen.' },
  ]
  const { client } = fakeOpenAI(openaiChat, { ...answer, blocks })
  const { choices } = await client.chat.completions.create({ model, messages })
  expect(choices[0]?.message.content).toBe('I look.\n\nSeen.')
})

test('an error in a stream is thrown', async () => {
  const error = { status: 529, message: 'Overloaded' }
  const events: readonly AnswerEvent[] = [...eventsOf(answer).slice(0, 4), { type: 'error', error }]
  const { client } = fakeOpenAI(openaiChat, { events })
  const failure: unknown = await client.chat.completions
    .stream({ model, messages })
    .finalChatCompletion()
    .catch((caught: unknown) => caught)
  expect(failure).toBeInstanceOf(APIError)
  expect(failure).toMatchObject({ code: 'server_is_overloaded' })
})
