// OpenAI's own SDK judges what this codec answers: it refuses events that are out of order, unknown or of the wrong item.
import { APIError } from 'openai'
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems'
import { expect, test } from 'vitest'
import { fakeOpenAI } from '../__fixtures__/fake-openai.js'
import type { Answer, AnswerEvent } from '../model/answer.js'
import { eventsOf } from '../stream/events-of.js'
import { openaiResponses } from './codec.js'

const model = 'claude-opus'
const input = 'What is it?'
const seal = { origin: 'anthropic-messages', data: 'EqQB', texts: ['Hm.', 'Well.'] } as const
const answer: Answer = {
  id: 'msg_1',
  model,
  createdAt: 1_790_000_000,
  blocks: [
    { type: 'reasoning', texts: ['Hm.', 'Well.'], seal },
    { type: 'text', text: 'I look' },
    { type: 'text', text: ' there: 🔭' },
    { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{"at":"it"}' },
    { type: 'tool-call', id: 'toolu_2', name: 'wait', arguments: '{}' },
    { type: 'refusal', text: 'Not that.' },
  ],
  finish: 'tool-calls',
  usage: { input: 10, output: 5, cacheRead: 3, cacheWrite: 2, reasoning: 1 },
}

test('a stream is the answer, in the eyes of the SDK', async () => {
  const { client } = fakeOpenAI(openaiResponses, answer, answer)
  const whole = await client.responses.create({ model, input })
  const streamed = await client.responses.stream({ model, input }).finalResponse()
  expect(streamed.output).toMatchObject(whole.output)
  expect(streamed.usage).toEqual(whole.usage)
  expect(streamed.status).toBe('completed')
  expect(streamed.id).toBe(whole.id)
})

test('items come in order, with their content', async () => {
  const { client } = fakeOpenAI(openaiResponses, answer)
  const response = await client.responses.create({ model, input })
  expect(response.output_text).toBe('I look there: 🔭')
  expect(response.output).toMatchObject([
    { type: 'reasoning', summary: [{ text: 'Hm.' }, { text: 'Well.' }] },
    { type: 'message', content: [{ text: 'I look' }, { text: ' there: 🔭' }], status: 'completed' },
    { type: 'function_call', call_id: 'toolu_1', name: 'look', arguments: '{"at":"it"}', status: 'completed' },
    { type: 'function_call', call_id: 'toolu_2', name: 'wait', arguments: '{}' },
    { type: 'message', content: [{ type: 'refusal', refusal: 'Not that.' }] },
  ])
  expect(response.usage).toEqual({
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 3, cache_write_tokens: 2 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 1 },
    total_tokens: 15,
  })
})

test('events have the names that listeners wait for', async () => {
  const { client } = fakeOpenAI(openaiResponses, answer)
  const types: string[] = []
  const stream = client.responses.stream({ model, input })
  stream.on('event', ({ type }) => types.push(type.replace('response.', '')))
  await stream.finalResponse()
  expect(types).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'reasoning_summary_part.added',
    'reasoning_summary_text.delta',
    'reasoning_summary_text.done',
    'reasoning_summary_part.done',
    'reasoning_summary_part.added',
    'reasoning_summary_text.delta',
    'reasoning_summary_text.done',
    'reasoning_summary_part.done',
    'output_item.done',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    'output_item.added',
    'function_call_arguments.delta',
    'function_call_arguments.done',
    'output_item.done',
    'output_item.added',
    'function_call_arguments.delta',
    'function_call_arguments.done',
    'output_item.done',
    'output_item.added',
    'content_part.added',
    'refusal.delta',
    'refusal.done',
    'content_part.done',
    'output_item.done',
    'completed',
  ])
})

test('calls that come interleaved stay apart', async () => {
  const events: readonly AnswerEvent[] = [
    { type: 'start', id: 'msg_1', model },
    { type: 'block-start', index: 0, block: { type: 'text' } },
    { type: 'delta', index: 0, text: 'Both' },
    { type: 'block-start', index: 1, block: { type: 'tool-call', id: 'call_1', name: 'look' } },
    { type: 'block-start', index: 2, block: { type: 'tool-call', id: 'call_2', name: 'wait' } },
    { type: 'delta', index: 2, text: '{"b":' },
    { type: 'delta', index: 1, text: '{"a":' },
    { type: 'delta', index: 0, text: '.' },
    { type: 'delta', index: 2, text: '2}' },
    { type: 'block-stop', index: 2 },
    { type: 'delta', index: 1, text: '1}' },
    { type: 'block-stop', index: 1 },
    { type: 'block-stop', index: 0 },
    { type: 'finish', reason: 'tool-calls' },
  ]
  const { client } = fakeOpenAI(openaiResponses, { events })
  const { output } = await client.responses.stream({ model, input }).finalResponse()
  expect(output).toMatchObject([
    { type: 'message', content: [{ text: 'Both.' }], status: 'completed' },
    { type: 'function_call', name: 'look', arguments: '{"a":1}' },
    { type: 'function_call', name: 'wait', arguments: '{"b":2}' },
  ])
})

test('the next turn has the signature that came with the thought', async () => {
  const { client, asked } = fakeOpenAI(openaiResponses, answer, answer)
  const { output } = await client.responses.stream({ model, input }).finalResponse()
  const results = ['toolu_1', 'toolu_2'].map((call_id) => ({
    type: 'function_call_output' as const,
    call_id,
    output: 'done',
  }))
  await client.responses.create({
    model,
    input: [{ role: 'user', content: input }, ...toResponseInputItems(output), ...results],
  })
  expect(asked[1]?.turns).toEqual([
    { role: 'user', blocks: [{ type: 'text', text: input }] },
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
  const { client, asked } = fakeOpenAI(openaiResponses, { ...answer, blocks }, answer)
  const { output } = await client.responses.stream({ model, input }).finalResponse()
  await client.responses.create({ model, input: toResponseInputItems(output) })
  expect(asked[1]?.turns).toEqual([{ role: 'assistant', blocks }])
})

test('structured output is parsed', async () => {
  const blocks = [{ type: 'text', text: '{"n":1}' }] as const
  const { client, asked } = fakeOpenAI(openaiResponses, { ...answer, blocks, finish: 'stop' })
  const schema = { type: 'object', properties: { n: { type: 'number' } } }
  const format = { type: 'json_schema', name: 'count', schema } as const
  const response = await client.responses.parse({ model, input, text: { format } })
  expect(response.output_parsed).toEqual({ n: 1 })
  expect(asked[0]?.output).toEqual({ type: 'json-schema', name: 'count', schema })
})

test.each([
  ['length', 'max_output_tokens'],
  ['content-filter', 'content_filter'],
] as const)('an answer that ends by %s is incomplete', async (finish, reason) => {
  const blocks = [{ type: 'text', text: 'As I was say' }] as const
  const { client } = fakeOpenAI(openaiResponses, { ...answer, blocks, finish })
  const response = await client.responses.stream({ model, input }).finalResponse()
  expect(response).toMatchObject({ status: 'incomplete', output: [{ type: 'message', status: 'incomplete' }] })
  expect(response.incomplete_details).toEqual({ reason })
})

test('an error in a stream is thrown', async () => {
  const error = { status: 529, message: 'Overloaded' }
  const events: readonly AnswerEvent[] = [...eventsOf(answer).slice(0, 4), { type: 'error', error }]
  const { client } = fakeOpenAI(openaiResponses, { events })
  await expect(client.responses.stream({ model, input }).finalResponse()).rejects.toThrow('Overloaded')
})

test('an error is the SDK’s own kind of error', async () => {
  const { client } = fakeOpenAI(openaiResponses, { error: { status: 429, message: 'Slow down', field: 'model' } })
  const failure: unknown = await client.responses.create({ model, input }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(APIError)
  expect(failure).toMatchObject({ status: 429, code: 'rate_limit_exceeded', param: 'model', type: 'rate_limit_error' })
})
