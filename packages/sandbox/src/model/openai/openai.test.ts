import { APIError, OpenAI } from 'openai'
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions'
import type { FunctionTool } from 'openai/resources/responses/responses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../sandbox.js'
import { startSandbox } from '../../server/start-sandbox.js'

let sandbox: Sandbox
let openai: OpenAI

beforeAll(async () => {
  sandbox = await startSandbox({ slowEventDelayMs: 5 })
  openai = new OpenAI({ apiKey: sandbox.apiKey, baseURL: `${sandbox.origin}/v1`, maxRetries: 0 })
})
afterAll(() => sandbox.close())

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' }, unit: { enum: ['celsius'] }, hour: {} },
  required: ['city', 'days', 'unit'],
}
const weatherArguments = { city: 'sandbox', days: 1, unit: 'celsius' }
const text = 'This is sandbox-1, offline. You said: hello there'

async function failure(call: Promise<unknown>): Promise<APIError> {
  const error: unknown = await call.catch((reason: unknown) => reason)
  if (!(error instanceof APIError)) throw new Error('the call did not fail with an API error', { cause: error })
  return error
}

describe('chat completions', () => {
  const hello: ChatCompletionMessageParam = { role: 'user', content: 'hello there' }
  const usage = { prompt_tokens: 3, completion_tokens: 8, total_tokens: 11 }

  it('answers with the usage', async () => {
    const request = openai.chat.completions.create({ model: 'sandbox-1', messages: [hello] })
    const { data: completion, request_id } = await request.withResponse()
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: 'sandbox-1',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
      usage,
    })
    expect(request_id).toMatch(/^req_/)
  })

  it.each(['sandbox-1', 'sandbox-slow'])('streams the same text as %s, and the usage to who asks', async (model) => {
    const stream = openai.chat.completions.stream({
      model,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hello there' }] }],
      stream_options: { include_usage: true },
    })
    const completion = await stream.finalChatCompletion()
    expect(completion.choices[0]?.message.content).toBe(text.replace('sandbox-1', model))
    expect(completion.usage).toMatchObject(usage)
  })

  it('keeps the usage of a stream from those who do not ask, and ends it with [DONE]', async () => {
    const response = await openai.chat.completions
      .create({ model: 'sandbox-1', messages: [hello], stream: true })
      .asResponse()
    const sent = await response.text()
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(sent).not.toContain('usage')
    expect(sent.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('stops at the limit of tokens', async () => {
    for (const limit of [{ max_tokens: 2 }, { max_completion_tokens: 2 }]) {
      const { choices } = await openai.chat.completions.create({ model: 'sandbox-1', messages: [hello], ...limit })
      expect(choices).toMatchObject([{ finish_reason: 'length', message: { content: 'This is' } }])
    }
  })

  it.each([false, true])('calls a tool that is named and answers its result (streamed: %s)', async (streamed) => {
    const tools: ChatCompletionTool[] = [{ type: 'function', function: { name: 'get_weather', parameters } }]
    const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'use get_weather' }]
    const ask = async () => {
      const body = { model: 'sandbox-1', messages, tools }
      if (!streamed) return openai.chat.completions.create(body)
      return openai.chat.completions.stream(body).finalChatCompletion()
    }
    const [choice] = (await ask()).choices
    const [call] = choice?.message.tool_calls ?? []
    if (choice === undefined || call?.type !== 'function') throw new Error('no tool was called')
    expect(choice.finish_reason).toBe('tool_calls')
    expect(call.function.name).toBe('get_weather')
    expect(JSON.parse(call.function.arguments)).toEqual(weatherArguments)

    messages.push(choice.message, { role: 'tool', tool_call_id: call.id, content: 'get_weather: sunny' })
    expect((await ask()).choices).toMatchObject([
      { finish_reason: 'stop', message: { content: 'This is sandbox-1, offline. The tool said: get_weather: sunny' } },
    ])
  })

  it.each([
    ['none', 'use get_weather', 'stop'],
    ['auto', 'hello', 'stop'],
    ['required', 'hello', 'tool_calls'],
    [{ type: 'function' as const, function: { name: 'get_weather' } }, 'hello', 'tool_calls'],
  ] as const)('obeys the tool choice %j', async (choice, content, finish) => {
    const { choices } = await openai.chat.completions.create({
      model: 'sandbox-1',
      messages: [{ role: 'user', content }],
      tools: [{ type: 'function', function: { name: 'get_weather' } }],
      tool_choice: choice,
    })
    expect(choices[0]?.finish_reason).toBe(finish)
  })
})

describe('responses', () => {
  const usage = { input_tokens: 3, output_tokens: 8, total_tokens: 11 }

  it('answers with the usage', async () => {
    const response = await openai.responses.create({ model: 'sandbox-1', input: 'hello there' })
    expect(response.output_text).toBe(text)
    expect(response).toMatchObject({ object: 'response', status: 'completed', usage })
  })

  it('streams the same text, every event with its name and number', async () => {
    const stream = openai.responses.stream({ model: 'sandbox-1', input: [{ role: 'user', content: 'hello there' }] })
    const events: { readonly type: string; readonly number: number }[] = []
    stream.on('event', ({ type, sequence_number: number }) => events.push({ type, number }))
    const response = await stream.finalResponse()
    expect(response.output_text).toBe(text)
    expect(response.usage).toMatchObject(usage)
    expect(events.map(({ number }) => number)).toEqual([...events.keys()])
    expect(events[0]?.type).toBe('response.created')
    expect(events.at(-1)?.type).toBe('response.completed')
  })

  it.each([false, true])('stops at the limit of tokens (streamed: %s)', async (streamed) => {
    const body = { model: 'sandbox-1', input: 'one two', max_output_tokens: 2 }
    const response = streamed
      ? await openai.responses.stream(body).finalResponse()
      : await openai.responses.create(body)
    expect(response).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })
    expect(response.output_text).toBe('This is')
  })

  it.each([false, true])('calls a tool that is named and answers its result (streamed: %s)', async (streamed) => {
    const tools: FunctionTool[] = [{ type: 'function', name: 'get_weather', parameters, strict: false }]
    const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: 'use get_weather' }]
    const ask = (): Promise<OpenAI.Responses.Response> => {
      const body = { model: 'sandbox-1', input, tools }
      return streamed ? openai.responses.stream(body).finalResponse() : openai.responses.create(body)
    }
    const call = (await ask()).output.find((item) => item.type === 'function_call')
    if (call === undefined) throw new Error('no tool was called')
    expect(call.name).toBe('get_weather')
    expect(JSON.parse(call.arguments)).toEqual(weatherArguments)

    const { call_id, name, arguments: json } = call
    input.push({ type: 'function_call', call_id, name, arguments: json })
    input.push({ type: 'function_call_output', call_id, output: 'get_weather: sunny' })
    expect((await ask()).output_text).toBe('This is sandbox-1, offline. The tool said: get_weather: sunny')
  })
})

it('lists its models', async () => {
  const models = await openai.models.list()
  expect(models.data.map(({ id }) => id)).toEqual(['sandbox-1', 'sandbox-slow'])
  expect(await openai.models.retrieve('sandbox-1')).toMatchObject({ object: 'model', owned_by: 'ccproxy' })
  expect(await failure(openai.models.retrieve('openai/nothing'))).toMatchObject({
    status: 404,
    code: 'model_not_found',
  })
})

describe('what it refuses', () => {
  it.each(['{', '{}', '{"model":"sandbox-1","messages":[]}'])('the body %s', async (body) => {
    const response = await fetch(`${sandbox.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
      body,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param: null } })
  })

  it('an unknown key', async () => {
    const stranger = new OpenAI({ apiKey: 'fake-key-1', baseURL: `${sandbox.origin}/v1`, maxRetries: 0 })
    const error = await failure(stranger.responses.create({ model: 'sandbox-1', input: 'x' }))
    expect(error).toMatchObject({ status: 401, code: 'invalid_api_key', type: 'invalid_request_error' })
  })

  it('responses without an input', async () => {
    expect(await failure(openai.responses.create({ model: 'sandbox-1' }))).toMatchObject({ status: 400 })
  })
})

it('tells what is left of the limits', async () => {
  const { headers } = await openai.responses.create({ model: 'sandbox-1', input: 'x' }).asResponse()
  expect(headers.get('x-ratelimit-remaining-requests')).toBe('999')
})
