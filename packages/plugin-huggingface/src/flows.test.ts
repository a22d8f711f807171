import type { OAuthFlow } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { config } from './config.js'
import { flows } from './flows.js'

async function flowsOf(oauth: object): Promise<readonly OAuthFlow[]> {
  const result = await config['~standard'].validate({ oauth })
  if (result.issues !== undefined) throw new Error('settings were refused')
  return flows(result.value.oauth, {})
}

const idsOf = (all: readonly OAuthFlow[]) => all.map(({ id }) => id)

describe('the doors of Hugging Face', () => {
  it('are a token and what hf has, until an app of your own is configured', async () => {
    const all = await flowsOf({})
    expect(idsOf(all)).toEqual(['key', 'hf', 'browser', 'device'])
    for (const flow of all.slice(2)) {
      expect(flow.unavailable?.hint).toContain('plugins.huggingface.oauth.client_id')
      expect(flow.unavailable?.hint).toContain('http://127.0.0.1/callback')
    }
  })

  it('begin with the app once it is there', async () => {
    const all = await flowsOf({ clientId: 'app-of-the-user' })
    expect(idsOf(all)).toEqual(['browser', 'device', 'key', 'hf'])
    expect(all[0]).toMatchObject({ pkce: 'S256', discovery: 'openid-configuration', authorizeUrl: '' })
    expect(all[0]).not.toHaveProperty('unavailable')
  })

  it('leave endpoints that the settings name as they are', async () => {
    const [browser, device] = await flowsOf({
      clientId: 'app-of-the-user',
      authorizeUrl: 'https://hub.example/authorize',
      deviceAuthorizationUrl: 'https://hub.example/device',
      tokenUrl: 'https://hub.example/token',
      revokeUrl: 'https://hub.example/revoke',
      issuer: 'https://hub.example',
    })
    const server = { token: { url: 'https://hub.example/token' }, revokeUrl: 'https://hub.example/revoke' }
    expect(browser).toMatchObject({ ...server, authorizeUrl: 'https://hub.example/authorize' })
    expect(device).toMatchObject({
      ...server,
      deviceAuthorizationUrl: 'https://hub.example/device',
      verificationHosts: ['hub.example', 'hf.co'],
    })
  })

  it('open with tokens of Hugging Face only', async () => {
    const [key] = await flowsOf({})
    expect(key).toMatchObject({ env: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'] })
    const pattern = key?.kind === 'api-key' ? key.pattern : undefined
    expect(pattern?.test('hf_fake')).toBe(true)
    expect(pattern?.test('sk-fake')).toBe(false)
  })
})
