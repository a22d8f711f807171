import { describe, expect, it } from 'vitest'
import { entraTokenEndpoint } from './entra-token-endpoint.js'

const endpoint = entraTokenEndpoint('https://login.microsoftonline.com/organizations/oauth2/v2.0/token')

describe('words of Entra', () => {
  it.each([
    ['authorization_declined', 'access_denied'],
    ['bad_verification_code', 'invalid_grant'],
    ['interaction_required', 'invalid_grant'],
    ['consent_required', 'invalid_grant'],
    ['login_required', 'invalid_grant'],
    ['authorization_pending', 'authorization_pending'],
    ['invalid_client', 'invalid_client'],
  ])('%s means %s', (error, standard) => {
    expect(endpoint.normalize?.({ error, error_codes: [1], trace_id: 't' })).toEqual({
      error: standard,
      error_codes: [1],
      trace_id: 't',
    })
  })

  it('that a loop was seen do not end a login', () => {
    expect(endpoint.normalize?.({ error: 'invalid_grant', error_codes: [50_196] })).toMatchObject({
      error: 'slow_down',
    })
  })

  it('leave tokens alone', () => {
    const answer = { access_token: 'fake-token-1', expires_in: 3599 }
    expect(endpoint.normalize?.(answer)).toBe(answer)
  })
})

describe('codes that people meet', () => {
  it.each([
    [65_001, 'consented'],
    [7_000_218, 'Allow public client flows'],
    [700_016, 'plugins.azure.oauth.client_id'],
    [50_020, 'not in that directory'],
    [50_076, 'Multi-factor'],
    [50_079, 'Multi-factor'],
    [53_003, 'Conditional Access'],
    [70_043, 'sign-in frequency'],
    [700_082, 'not used for too long'],
    [7_000_215, '"Value" (not its "Secret ID")'],
    [7_000_222, 'expired'],
    [90_002, 'plugins.azure.tenant'],
    [90_072, 'guest'],
    [650_057, 'API permission'],
  ])('AADSTS%d has a remedy', (code, remedy) => {
    expect(endpoint.explain?.({ status: 400, description: `AADSTS${code}: Something. Trace ID: 1` })).toContain(remedy)
  })

  it.each([
    ['no description', undefined],
    ['an unknown code', 'AADSTS123456: Something.'],
    ['a longer code that begins like a known one', 'AADSTS5007612: Something.'],
    ['no code', 'Something.'],
  ])('%s has the general hint', (_name, description) => {
    const refusal = description === undefined ? {} : { description }
    expect(endpoint.explain?.({ status: 400, ...refusal })).toBeUndefined()
  })
})
