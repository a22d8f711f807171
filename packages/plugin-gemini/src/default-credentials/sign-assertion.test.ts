import { generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signAssertion } from './sign-assertion.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const account = {
  type: 'service_account' as const,
  client_email: 'robot@example.test',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  private_key_id: 'k1',
}
const claims = { audience: 'https://oauth2.example.test/token', scopes: ['scope-1', 'scope-2'], now: 1_800_000_000_999 }

describe('the assertion of a service account', () => {
  it('says who asks whom for what, for an hour by the clock it is given', () => {
    const [header = '', payload = ''] = signAssertion(account, claims).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' })
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual({
      iss: 'robot@example.test',
      scope: 'scope-1 scope-2',
      aud: 'https://oauth2.example.test/token',
      iat: 1_800_000_000,
      exp: 1_800_003_600,
    })
  })

  it('is signed by RSA with SHA-256', () => {
    const assertion = signAssertion(account, claims)
    const at = assertion.lastIndexOf('.')
    const signature = Buffer.from(assertion.slice(at + 1), 'base64url')
    expect(verify('sha256', Buffer.from(assertion.slice(0, at)), publicKey, signature)).toBe(true)
  })

  it.each([
    ['cut', account.private_key.slice(0, 200)],
    ['of another kind', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('is not made with a key that is %s, and the key is not told', (_how, privateKeyPem) => {
    let error: unknown
    try {
      signAssertion({ ...account, private_key: privateKeyPem }, claims)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code: 'CCPROXY_OAUTH_ASSERTION', hint: expect.stringContaining('Download') })
    expect(String(Reflect.get(Object(error), 'stack'))).not.toContain(privateKeyPem.slice(40, 80))
    expect(Object(error)).not.toHaveProperty('cause')
  })
})
