// `GET /v1/models` without a prefix, as each kind of client asks.
import { afterEach, expect, test } from 'vitest'
import { startRouter } from '../routing/__fixtures__/routing-rig.js'
import { ask, endRig } from '../transport/__fixtures__/rig.js'

afterEach(endRig)

const createdAt = Date.parse('2026-02-05T00:00:00Z')

async function start(): Promise<string> {
  const { url } = await startRouter({
    providers: {
      claude: { models: async () => [{ id: 'm-1', displayName: 'M 1', contextWindow: 1000, createdAt }] },
      openrouter: { models: async () => [{ id: 'openai/g' }] },
      away: { models: async () => [{ id: 'never' }], accounts: [] },
      broken: { models: () => Promise.reject(new Error('fake')) },
      old: {},
    },
    models: {
      aliases: { sonnet: 'claude/m-1', 'x-*': 'claude/m-1', gone: 'mistral/m', both: ['gone/x', 'openrouter/g'] },
    },
  })
  return url
}

test('for OpenAI', async () => {
  const answer = await ask(`${await start()}/v1/models`)
  expect([answer.status, answer.headers['x-ccproxy-models-missing']]).toEqual([200, 'broken'])
  expect(answer.headers['x-ccproxy-request-id']).toBe('request-1')
  expect(JSON.parse(answer.text)).toEqual({
    object: 'list',
    data: [
      { id: 'sonnet', object: 'model', created: 0, owned_by: 'claude' },
      { id: 'both', object: 'model', created: 0, owned_by: 'openrouter' },
      { id: 'claude/m-1', object: 'model', created: createdAt / 1000, owned_by: 'claude' },
      { id: 'openrouter/openai/g', object: 'model', created: 0, owned_by: 'openrouter' },
    ],
  })
})

test('for Anthropic', async () => {
  const answer = await ask(`${await start()}/v1/models?limit=1000`, { headers: ['anthropic-version', '2023-06-01'] })
  const { data, ...page } = JSON.parse(answer.text)
  expect(page).toEqual({ has_more: false, first_id: 'sonnet', last_id: 'openrouter/openai/g' })
  const known = { display_name: 'M 1', created_at: '2026-02-05T00:00:00Z' }
  expect(data).toContainEqual({ type: 'model', id: 'claude/m-1', ...known })
  const unknown = { display_name: 'sonnet (claude/m-1)', created_at: '1970-01-01T00:00:00Z' }
  expect(data).toContainEqual({ type: 'model', id: 'sonnet', ...unknown })
})

test.each([
  ['/v1beta/models', []],
  ['/v1/models', ['x-goog-api-key', 'fake-key']],
])('for Gemini at %s', async (path, headers) => {
  const answer = await ask(`${await start()}${path}`, { headers })
  expect(JSON.parse(answer.text).models).toContainEqual({
    name: 'models/claude/m-1',
    displayName: 'M 1',
    inputTokenLimit: 1000,
    supportedGenerationMethods: ['generateContent', 'streamGenerateContent', 'countTokens'],
  })
})

test.each([
  ['/v1/models/claude/m-1', 'claude/m-1'],
  ['/v1/models/m-1', 'claude/m-1'],
  ['/v1/models/sonnet', 'sonnet'],
  ['/v1/models/openai/g', 'openrouter/openai/g'],
])('%s is one of them', async (path, id) => {
  expect(JSON.parse((await ask(`${await start()}${path}`)).text)).toMatchObject({ id, object: 'model' })
})

test('HEAD has no body, a model that is none is a 404, and nobody adds models', async () => {
  const url = await start()
  const head = await ask(`${url}/v1/models`, { method: 'HEAD' })
  expect([head.status, head.body.length]).toEqual([200, 0])
  const unknown = await ask(`${url}/v1beta/models/none`)
  expect([unknown.status, JSON.parse(unknown.text)]).toMatchObject([404, { error: { status: 'NOT_FOUND' } }])
  const added = await ask(`${url}/v1/models`, { method: 'POST', body: '{}' })
  expect([added.status, added.headers['x-ccproxy-error']]).toEqual([405, 'CCPROXY_HTTP_METHOD'])
})

test('who lists a model serves it', async () => {
  const answer = await ask(`${await start()}/v1/messages`, {
    method: 'POST',
    headers: ['content-type', 'application/json'],
    body: '{"model":"openai/g"}',
  })
  expect([answer.text, answer.headers['x-ccproxy-route']]).toEqual(['openrouter', 'openrouter/openai/g'])
})
