// How many tokens a request has: asked of the provider, or estimated and marked as such.
import type { Dialect } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { type Answer, ask, endRig, startProxy, startReadingUpstream } from '../transport/__fixtures__/rig.js'
import { sendJson } from './__fixtures__/answers.js'
import { asks } from './__fixtures__/requests.js'

afterEach(endRig)

async function count(
  path: string,
  dialects: readonly Dialect[],
  answer: object,
  status = 200,
): Promise<{ readonly answer: Answer; readonly asked: readonly (string | undefined)[] }> {
  const asked: (string | undefined)[] = []
  const baseUrl = await startReadingUpstream(({ url }, outgoing) => {
    asked.push(url)
    sendJson(outgoing, answer, status)
  })
  const proxy = await startProxy({ baseUrl, adapter: { dialects } })
  return { answer: await ask(`${proxy.url}${path}`, asks(path)), asked }
}

test.each([
  ['/v1/messages/count_tokens', 'gemini', { totalTokens: 7 }, '/v1beta/models/m-1:countTokens', { input_tokens: 7 }],
  [
    '/v1/messages/count_tokens',
    'openai-responses',
    { input_tokens: 7 },
    '/v1/responses/input_tokens',
    { input_tokens: 7 },
  ],
  [
    '/v1/responses/input_tokens',
    'anthropic-messages',
    { input_tokens: 7 },
    '/v1/messages/count_tokens',
    { input_tokens: 7 },
  ],
  [
    '/v1beta/models/m-1:countTokens',
    'anthropic-messages',
    { input_tokens: 7 },
    '/v1/messages/count_tokens',
    { totalTokens: 7 },
  ],
] as const)('%s of a provider that speaks %s', async (path, dialect, counted, target, told) => {
  const { answer, asked } = await count(path, [dialect], counted)
  expect([answer.status, asked]).toEqual([200, [target]])
  expect(JSON.parse(answer.text)).toMatchObject(told)
  expect(answer.headers).not.toHaveProperty('x-ccproxy-estimate')
})

test.each([
  ['/v1/messages/count_tokens', { input_tokens: expect.any(Number) as unknown }],
  ['/v1/responses/input_tokens', { object: 'response.input_tokens', input_tokens: expect.any(Number) as unknown }],
  ['/v1beta/models/m-1:countTokens', { totalTokens: expect.any(Number) as unknown }],
] as const)(
  '%s: a provider that cannot be asked is not, and the answer says that it is an estimate',
  async (path, told) => {
    const { answer, asked } = await count(path, ['openai-chat'], {})
    expect([answer.status, asked]).toEqual([200, []])
    expect(JSON.parse(answer.text)).toEqual(told)
    expect(answer.headers).toMatchObject({ 'x-ccproxy-estimate': 'tokens', 'x-ccproxy-request-id': 'request-1' })
  },
)

test.each([
  ['/v1/messages/count_tokens', 'anthropic-messages', { input_tokens: 7 }],
  ['/v1/responses/input_tokens', 'openai-responses', { input_tokens: 7 }],
  ['/v1beta/models/m-1:countTokens', 'gemini', { totalTokens: 7 }],
] as const)('%s of a provider of the same dialect passes through', async (path, dialect, told) => {
  const { answer, asked } = await count(path, ['openai-chat', dialect], told)
  expect([answer.text, asked]).toEqual([JSON.stringify(told), [path]])
})

test.each([404, 405, 501])('a provider that answers %i does not have the question', async (status) => {
  const { answer, asked } = await count('/v1/messages/count_tokens', ['openai-responses'], { error: {} }, status)
  expect([answer.status, asked.length, answer.headers['x-ccproxy-estimate']]).toEqual([200, 1, 'tokens'])
})

test('any other refusal is one', async () => {
  const { answer } = await count('/v1/messages/count_tokens', ['gemini'], { error: { message: 'no' } }, 403)
  expect([answer.status, answer.headers['x-ccproxy-estimate']]).toEqual([403, undefined])
  expect(JSON.parse(answer.text)).toMatchObject({ type: 'error', error: { message: 'no' } })
})

test('an answer that is no count is an error of ours', async () => {
  const { answer } = await count('/v1/messages/count_tokens', ['gemini'], { hello: 1 })
  expect(answer.headers['x-ccproxy-error']).toBe('CCPROXY_FORMAT_ANSWER')
})
