// The provider cannot be reached, hangs, or breaks off: an error of ours, in the shape that the official SDK reads.
import Anthropic, { APIError } from '@anthropic-ai/sdk'
import {
  type Answer,
  answerSse,
  hang,
  type RecordingUpstream,
  resetConnection,
  startRecordingUpstream,
  truncateAfter,
} from '@ccproxy/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkshop, type Served, type Workshop } from './support/workshop.js'

const question = { model: 'm', max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }] } as const

let upstream: RecordingUpstream
let workshop: Workshop
let served: Served

const serve = (baseUrl: string): Promise<Served> =>
  workshop.serve({
    environment: {
      PLUGINS__CLAUDE__BASE_URL: baseUrl,
      ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-upstream-faults',
      NETWORK__RESPONSE_TIMEOUT: '1',
    },
  })

beforeAll(async () => {
  upstream = await startRecordingUpstream()
  workshop = await openWorkshop()
  served = await serve(upstream.origin)
})

afterAll(async () => {
  await served.stop()
  await workshop[Symbol.asyncDispose]()
  await upstream.close()
})

const clientOf = ({ origin }: Served): Anthropic =>
  new Anthropic({ baseURL: `${origin}/claude`, apiKey: 'fake-key-of-the-client', maxRetries: 0 })

async function failureOf(call: () => PromiseLike<unknown>): Promise<APIError> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof APIError)) throw error
    workshop.capture('error', JSON.stringify(error.error))
    return error
  }
  throw new Error('the call did not fail')
}

const ask = (server: Served): Promise<APIError> =>
  failureOf(() => clientOf(server).messages.create({ ...question, messages: [...question.messages] }))

interface Expected {
  readonly status: number
  readonly type: string
  readonly code: string
  readonly hint: RegExp
}

const shapeOf = ({ status, type, headers, error }: APIError) => ({
  status,
  type,
  code: headers?.get('x-ccproxy-error'),
  requestId: headers?.get('x-ccproxy-request-id'),
  error,
})

/** An error in the shape of the Anthropic API, made by us. */
const ourError = ({ status, type, code, hint }: Expected) => {
  const requestId: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/)
  const error = { type: 'error', error: { type, message: expect.stringMatching(hint) }, request_id: requestId }
  return { status, type, code, requestId, error }
}

it('a provider that is down gives a 502 with a hint', async () => {
  const gone = await startRecordingUpstream()
  await gone.close()
  expect(shapeOf(await ask(await serve(gone.origin)))).toEqual(
    ourError({
      status: 502,
      type: 'api_error',
      code: 'CCPROXY_UPSTREAM_UNREACHABLE',
      hint: new RegExp(`^${gone.origin} cannot be reached: the port refuses connections .*base_url`),
    }),
  )
})

it('a certificate that nobody trusts gives a 502 with a hint, and is sent nothing', async () => {
  await using secure = await startRecordingUpstream({ tls: true })
  expect(shapeOf(await ask(await serve(secure.origin)))).toEqual(
    ourError({
      status: 502,
      type: 'api_error',
      code: 'CCPROXY_UPSTREAM_TLS',
      hint: /no secure connection that can be trusted: its certificate is self-signed .*NODE_EXTRA_CA_CERTS/,
    }),
  )
  expect(secure.requests).toHaveLength(0)
})

it('silence gives a 504 with a hint, after the time that was set', async () => {
  upstream.answerNext(hang())
  expect(shapeOf(await ask(served))).toEqual(
    ourError({
      status: 504,
      type: 'timeout_error',
      code: 'CCPROXY_UPSTREAM_TIMEOUT',
      hint: /silent for too long\. .*try again/,
    }),
  )
})

it('a connection that is reset gives a 502 with a hint, and the message is not sent twice', async () => {
  const before = upstream.requests.length
  upstream.answerNext(resetConnection())
  expect(shapeOf(await ask(served))).toEqual(
    ourError({
      status: 502,
      type: 'api_error',
      code: 'CCPROXY_UPSTREAM_RESET',
      hint: /closed the connection .*\. \w+/,
    }),
  )
  expect(upstream.requests).toHaveLength(before + 1)
})

/** Reads the stream until it fails. */
async function stream(answer: Answer): Promise<{ readonly events: readonly string[]; readonly failure: APIError }> {
  upstream.answerNext(answer)
  const events = await clientOf(served).messages.create({
    ...question,
    messages: [...question.messages],
    stream: true,
  })
  const types: string[] = []
  const failure = await failureOf(async () => {
    for await (const { type } of events) types.push(type)
  })
  return { events: types, failure }
}

describe('a stream that breaks off', () => {
  const begun = [
    { type: 'message_start', message: { id: 'msg_fake', type: 'message', role: 'assistant', content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ]

  it('between two events ends with an error event that has a hint', async () => {
    const { events, failure } = await stream(answerSse(begun, { afterwards: 'cut' }))
    expect(events).toEqual(['message_start', 'content_block_start'])
    expect(failure.error).toMatchObject({
      type: 'error',
      error: { type: 'api_error', message: expect.stringMatching(/closed the connection .*\. \w+/) },
      request_id: expect.any(String),
    })
  })

  it('in the middle of an event is broken off for the client, too, never ended well', async () => {
    upstream.answerNext(answerSse([...begun, 'event: content_block_delta\ndata: {"type":'], { afterwards: 'cut' }))
    await expect(
      served.ask('/claude/v1/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...question, stream: true }),
      }),
    ).rejects.toThrow('terminated')
  })
})

it('a JSON answer that is cut short is cut short for the client, too', async () => {
  upstream.answerNext(truncateAfter(10, JSON.stringify(question), { headers: { 'content-type': 'application/json' } }))
  await expect(served.ask('/claude/v1/models')).rejects.toThrow('terminated')
})
