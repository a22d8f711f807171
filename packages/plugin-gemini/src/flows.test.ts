import { createTestServices } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

async function flowsOf(settings: object, environment: Readonly<Record<string, string>> = {}) {
  const runtime = await factory.create(settings, createTestServices({ environment }))
  await runtime.stop()
  return runtime.flows
}

describe('the doors of Gemini', () => {
  it('are a key, a client of your own, the login of gcloud, a service account', async () => {
    const flows = await flowsOf({})
    expect(flows.map(({ id, kind }) => [id, kind])).toEqual([
      ['key', 'api-key'],
      ['browser', 'authorization-code'],
      ['adc', 'linked'],
      ['service-account', 'jwt-bearer'],
    ])
    expect(flows[0]).toMatchObject({ env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'] })
  })

  it('say what each of them needs', async () => {
    const [, browser, adc, account] = await flowsOf({}, { HOME: '/home/nobody-there' })
    expect(browser?.unavailable?.hint).toMatch(/Desktop app.*oauth.client_id and plugins.gemini.oauth.client_secret$/)
    expect(adc?.unavailable).toEqual({
      reason: 'there is no /home/nobody-there/.config/gcloud/application_default_credentials.json',
      hint: 'Run `gcloud auth application-default login`.',
    })
    expect(account?.unavailable?.hint).toContain('GOOGLE_APPLICATION_CREDENTIALS')
  })

  it('want the secret of a desktop client too', async () => {
    const [, browser] = await flowsOf({ oauth: { clientId: 'fake-client' } })
    expect(browser?.unavailable?.hint).toMatch(/then set plugins.gemini.oauth.client_secret$/)
  })

  it('ask Google for what lasts: offline access, and the consent anew', async () => {
    const [, browser] = await flowsOf({ oauth: { clientId: 'fake-client', clientSecret: 'fake-secret' } })
    expect(browser).not.toHaveProperty('unavailable')
    expect(browser).toMatchObject({
      pkce: 'S256',
      issuer: 'https://accounts.google.com',
      authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
      revokeUrl: 'https://oauth2.googleapis.com/revoke',
      token: { url: 'https://oauth2.googleapis.com/token' },
      scopes: [
        'https://www.googleapis.com/auth/cloud-platform',
        'https://www.googleapis.com/auth/generative-language.retriever',
      ],
    })
    const previous = { previous: undefined, installationId: 'i' }
    expect(browser?.kind === 'authorization-code' && browser.authorizeParams?.(previous)).toEqual({
      access_type: 'offline',
      prompt: 'consent',
    })
  })
})
