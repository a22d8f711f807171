import { describe, expect, it } from 'vitest'
import { config } from './config.js'
import { flows } from './flows.js'

async function flowsOf(oauth: object) {
  const result = await config['~standard'].validate({ oauth })
  if (result.issues !== undefined) throw new Error('settings were refused')
  return flows(result.value.oauth)
}

describe('the doors of Claude', () => {
  it('are a key, and a client of your own that has no default', async () => {
    const [first, second] = await flowsOf({})
    expect(first).toMatchObject({ id: 'key', env: ['ANTHROPIC_API_KEY'] })
    expect(second).toMatchObject({
      id: 'browser',
      unavailable: {
        hint: 'Set plugins.claude.oauth.client_id, plugins.claude.oauth.authorize_url, plugins.claude.oauth.token_url',
      },
    })
  })

  it('begin with your own client once it is configured', async () => {
    const [first] = await flowsOf({
      clientId: 'client-of-the-user',
      authorizeUrl: 'https://login.example/authorize',
      tokenUrl: 'https://login.example/token',
    })
    expect(first).toMatchObject({ id: 'browser', pkce: 'S256', token: { encoding: 'json' } })
    expect(first).not.toHaveProperty('unavailable')
  })

  it('accept keys of Anthropic only', async () => {
    const [key] = await flowsOf({})
    const pattern = key?.kind === 'api-key' ? key.pattern : undefined
    expect(pattern?.test('sk-ant-fake')).toBe(true)
    expect(pattern?.test('sk-fake')).toBe(false)
  })
})
