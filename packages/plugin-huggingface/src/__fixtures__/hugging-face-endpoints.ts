// The endpoints of Hugging Face, one call at a time.
import nock from 'nock'

const origin = 'https://huggingface.co'

export const settings = { oauth: { clientId: 'app-of-the-user' } }

export const granted = {
  token_type: 'bearer',
  scope: 'openid profile inference-api',
  expires_in: 28_800,
  access_token: 'hf_oauth_fake-access-2',
  refresh_token: 'hf_oauth__refresh_fake-2',
  id_token: `e30.${Buffer.from('{"preferred_username":"someone"}').toString('base64url')}.fake`,
}

/** What the issuer announces; asked before a sign-in, a refresh and a sign-out. */
export function announced(overrides: Readonly<Record<string, unknown>> = {}): nock.Scope {
  return nock(origin)
    .get('/.well-known/openid-configuration')
    .reply(200, {
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      device_authorization_endpoint: `${origin}/oauth/device`,
      userinfo_endpoint: `${origin}/oauth/userinfo`,
      jwks_uri: `${origin}/oauth/jwks`,
      code_challenge_methods_supported: ['S256'],
      ...overrides,
    })
}

export const tokenEndpoint = (form?: nock.RequestBodyMatcher): nock.Interceptor =>
  nock(origin).post('/oauth/token', form)

export const deviceEndpoint = (form?: nock.RequestBodyMatcher): nock.Interceptor =>
  nock(origin).post('/oauth/device', form)

/** A connection that breaks before the answer. */
export const dropped = (): Error => Object.assign(new Error('fake reset'), { code: 'ECONNRESET' })
