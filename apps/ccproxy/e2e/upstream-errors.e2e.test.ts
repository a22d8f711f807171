// What the official SDK sees of an error of the provider: the same as without the proxy in between.
import Anthropic, { APIError } from '@anthropic-ai/sdk'
import { type Answer, answerJson, answerWith, type RecordingUpstream, startRecordingUpstream } from '@ccproxy/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkshop, type Served, type Workshop } from './support/workshop.js'

const apiKey = 'sk-ant-fake-key-of-the-upstream-errors'
const question = { model: 'm', max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }] } as const

let upstream: RecordingUpstream
let workshop: Workshop
let served: Served

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  workshop = await openWorkshop()
  served = await workshop.serve({
    environment: { PLUGINS__CLAUDE__BASE_URL: upstream.origin, ANTHROPIC_API_KEY: apiKey },
  })
})

afterAll(async () => {
  await served.stop()
  await workshop[Symbol.asyncDispose]()
  await upstream.close()
})

interface SeenError {
  readonly error: APIError
  /** As it came, before the SDK parsed it. */
  readonly body: string
}

/** One call of the SDK that fails. */
async function failingCall(baseURL: string, stream: boolean): Promise<SeenError> {
  let body = ''
  const client = new Anthropic({
    baseURL,
    apiKey: 'fake-key-of-the-client',
    maxRetries: 0,
    fetch: async (url, init) => {
      const answer = await fetch(url, init)
      body = Buffer.from(await answer.clone().arrayBuffer()).toString('base64')
      return answer
    },
  })
  try {
    await client.messages.create({ ...question, messages: [...question.messages], stream })
  } catch (error) {
    if (error instanceof APIError) return { error, body }
    throw error
  }
  throw new Error('the call did not fail')
}

/** Headers that the provider sent; those of the connection and ours are not its own. */
const providerHeaders = ['content-type', 'content-length', 'retry-after', 'request-id', 'x-should-retry', 'x-odd']

const visible = ({ error, body }: SeenError) => ({
  kind: error.constructor.name,
  status: error.status,
  type: error.type,
  requestID: error.requestID,
  message: error.message,
  error: error.error,
  headers: providerHeaders.map((name) => [name, error.headers?.get(name)]),
  body,
})

// Odd spacing and an escaped character: a body that was parsed and written again would differ.
const bodyOf = (type: string): string =>
  `{"type": "error",\t"error": {"type": "${type}", "message": "caf\\u00e9 é"}, "request_id": "req_fake_1"}\n`

const errors: readonly (readonly [status: number, type: string, headers: Readonly<Record<string, string>>])[] = [
  [400, 'invalid_request_error', {}],
  [401, 'authentication_error', {}],
  [403, 'permission_error', {}],
  [404, 'not_found_error', {}],
  [429, 'rate_limit_error', { 'retry-after': '17', 'anthropic-ratelimit-requests-remaining': '0' }],
  [500, 'api_error', { 'x-should-retry': 'true' }],
  [529, 'overloaded_error', {}],
]

function answerOf(status: number, type: string, headers: Readonly<Record<string, string>>): Answer {
  const shared = { 'content-type': 'application/json', 'request-id': `req_fake_${status}`, 'x-odd': 'Kept' }
  return answerWith(bodyOf(type), { status, headers: { ...shared, ...headers } })
}

describe.each([
  ['a message', false],
  ['a stream', true],
])('an error of the provider instead of %s', (_name, stream) => {
  it.each(errors)('%d %s reaches the SDK as it is', async (status, type, headers) => {
    upstream.setAnswer(answerOf(status, type, headers))
    const direct = await failingCall(upstream.origin, stream)
    const proxied = await failingCall(`${served.origin}/claude`, stream)
    expect(proxied.error).toMatchObject({ status, requestID: `req_fake_${status}` })
    expect(visible(proxied)).toEqual(visible(direct))
    expect(proxied.error.headers?.get('x-ccproxy-error')).toBeNull()
  })

  it('that is no JSON reaches the SDK as it is', async () => {
    const page = answerWith('<html>\r\n<h1>Bad Gateway</h1>\u0000</html>', {
      status: 502,
      headers: { 'content-type': 'text/html', 'request-id': 'req_fake_page' },
    })
    upstream.setAnswer(page)
    const direct = await failingCall(upstream.origin, stream)
    expect(visible(await failingCall(`${served.origin}/claude`, stream))).toEqual(visible(direct))
  })
})

it('a client that waits for retry-after and tries again succeeds', async () => {
  const message = {
    id: 'msg_fake',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [{ type: 'text', text: 'Hi' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  }
  upstream.setAnswer(answerJson(message))
  upstream.answerNext(answerOf(429, 'rate_limit_error', { 'retry-after': '0' }))
  const client = new Anthropic({ baseURL: `${served.origin}/claude`, apiKey: 'fake-key-of-the-client', maxRetries: 1 })
  const { data, response } = await client.messages
    .create({ ...question, messages: [...question.messages] })
    .withResponse()
  expect(data.content).toEqual(message.content)
  expect(response.status).toBe(200)
})
