import { describe, expect, it } from 'vitest'
import { foreignCredential } from './foreign-credential.js'

const key = { kind: 'api-key', flow: 'key', apiKey: 'fake-key', obtainedAt: 0, extra: {} }

describe('files of other programs', () => {
  it.each([
    ['an API key of the Python program', { api_key: 'fake-key' }],
    ['an API key in camel case', { apiKey: 'fake-key' }],
    ['auth.json of Codex with a key', { OPENAI_API_KEY: 'fake-key', tokens: null }],
  ])('are taken over: %s', (_name, raw) => {
    expect(foreignCredential(raw)).toEqual(key)
  })

  it.each([
    [
      'a claude.ai login',
      {
        claudeAiOauth: {
          accessToken: 'fake-access',
          refreshToken: 'fake-refresh',
          expiresAt: 1,
          scopes: [],
          subscriptionType: 'pro',
        },
      },
      /claude\.ai login/,
    ],
    [
      'a login of the ChatGPT plan',
      { OPENAI_API_KEY: null, tokens: { access_token: 'fake-access', refresh_token: 'fake' } },
      /ChatGPT plan/,
    ],
  ])('are refused with the reason, and not quoted: %s', (_name, raw, reason) => {
    const take = (): unknown => foreignCredential(raw)
    expect(take).toThrow(reason)
    expect(take).toThrow(expect.objectContaining({ code: 'CCPROXY_STORAGE_FOREIGN' }))
    expect(take).not.toThrow(/fake/)
  })

  it.each([[{}], [[]], ['text'], [null]])('are left alone when nobody knows them: %j', (raw) => {
    expect(foreignCredential(raw)).toBeUndefined()
  })
})
