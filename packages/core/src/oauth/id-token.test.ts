import type { webcrypto } from 'node:crypto'
import nock from 'nock'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  authOrigin,
  browserFlow,
  expectNoSecret,
  failureOf,
  fastTiming,
  loginSession,
  person,
  startOfTime,
} from './__fixtures__/flow-fixtures.js'
import { runLogin } from './run-login.js'

const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
const issuer = 'https://issuer.example.test'
const now = startOfTime / 1000

interface Key {
  readonly kid: string
  readonly pair: webcrypto.CryptoKeyPair
}

let key: Key
let other: Key

async function rsaKey(kid: string): Promise<Key> {
  const algorithm = { ...rsa, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
  return { kid, pair: await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) }
}

beforeAll(async () => {
  key = await rsaKey('key-1')
  other = await rsaKey('key-2')
})

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

async function jwt(claims: object, signer: Key = key, header: object = {}): Promise<string> {
  const input = `${encode({ alg: 'RS256', kid: signer.kid, ...header })}.${encode(claims)}`
  const signature = await crypto.subtle.sign(rsa, signer.pair.privateKey, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

async function serveKeys(keys: readonly Key[], times = 1): Promise<void> {
  const published = keys.map(async ({ kid, pair }) => ({
    ...(await crypto.subtle.exportKey('jwk', pair.publicKey)),
    kid,
    alg: 'RS256',
    use: 'sig',
  }))
  nock(issuer)
    .get('/keys')
    .times(times)
    .reply(200, { keys: await Promise.all(published) })
}

interface Attempt {
  readonly claims?: object
  readonly sign?: (claims: object) => Promise<string>
  readonly algorithm?: string
  readonly answer?: object
}

/** Signs in with the id token that `claims` and `sign` make of the nonce that was sent. */
async function signIn({ claims = {}, sign = (all) => jwt(all), algorithm, answer }: Attempt) {
  const idToken = { issuer, jwksUrl: `${issuer}/keys`, ...(algorithm !== undefined && { algorithm }) }
  const interaction = person()
  const pasted = Promise.withResolvers<string>()
  const session = loginSession({ interaction: { ...interaction, prompt: async () => await pasted.promise } })
  const login = runLogin(browserFlow({ idToken, scopes: ['openid'] }), session, fastTiming)
  login.catch(() => {})
  const { url } = await interaction.shown
  const nonce = url.searchParams.get('nonce')
  const all = { iss: issuer, sub: 'user-1', aud: 'client-1', iat: now, exp: now + 300, nonce, ...claims }
  const token = await sign(all)
  const standard = { access_token: 'fake-access-token-1', token_type: 'Bearer', id_token: token }
  nock(authOrigin)
    .post('/token')
    .reply(200, answer ?? standard)
  pasted.resolve('fake-code-1')
  return { login, token, session }
}

const keyRequests = (urls: readonly { url: string }[]): number =>
  urls.filter(({ url }) => url === `${issuer}/keys`).length

describe('an id token that is good', () => {
  it.each([
    ['audience as a string', {}],
    ['audience as a list', { aud: ['client-1'] }],
    ['several audiences and ours as the party', { aud: ['client-1', 'other'], azp: 'client-1' }],
    ['a little late, within tolerance', { exp: now - 10 }],
  ])('%s: kept as it came', async (_name, claims) => {
    await serveKeys([key, other])
    const { login, token, session } = await signIn({ claims })
    await expect(login).resolves.toMatchObject({ extra: { id_token: token } })
    expect(keyRequests(session.requests)).toBe(1)
  })

  it('of another algorithm, when the flow pins that', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    nock(issuer)
      .get('/keys')
      .reply(200, { keys: [{ ...(await crypto.subtle.exportKey('jwk', pair.publicKey)), kid: 'ec-1' }] })
    const sign = async (claims: object): Promise<string> => {
      const input = `${encode({ alg: 'ES256', kid: 'ec-1' })}.${encode(claims)}`
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
      const signature = await crypto.subtle.sign(algorithm, pair.privateKey, Buffer.from(input))
      return `${input}.${Buffer.from(signature).toString('base64url')}`
    }
    const { login } = await signIn({ sign, algorithm: 'ES256' })
    await expect(login).resolves.toMatchObject({ generation: 1 })
  })
})

describe('an id token that is not', () => {
  it.each<[string, Attempt]>([
    ['another audience', { claims: { aud: 'other' } }],
    ['another audience in a list', { claims: { aud: ['other'] } }],
    ['several audiences without a party', { claims: { aud: ['client-1', 'other'] } }],
    ['another party', { claims: { aud: ['client-1', 'other'], azp: 'other' } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another nonce', { claims: { nonce: 'other' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['expired', { claims: { exp: now - 300 } }],
    ['not valid yet', { claims: { nbf: now + 300 } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['the algorithm none', { sign: async (claims) => `${encode({ alg: 'none' })}.${encode(claims)}.` }],
    ['a symmetric algorithm', { sign: async (claims) => jwt(claims, key, { alg: 'HS256' }) }],
    ['an algorithm that is not pinned', { algorithm: 'ES256' }],
    ['no JWT', { sign: async () => 'fake-id-token' }],
    ['missing', { answer: { access_token: 'fake-access-token-1', token_type: 'Bearer' } }],
    ['signed by another key under a known name', { sign: async (claims) => jwt(claims, { ...other, kid: 'key-1' }) }],
  ])('%s', async (_name, attempt) => {
    await serveKeys([key], 2)
    const { login, token } = await signIn(attempt)
    const error = await failureOf(login)
    expect(error.code).toBe('CCPROXY_OAUTH_ID_TOKEN_INVALID')
    expectNoSecret(error, token, 'fake-access-token-1', 'user-1')
  })
})

describe('the key set', () => {
  it('is asked once more for a key that it does not name, and then has it', async () => {
    await serveKeys([key])
    await serveKeys([key, other])
    const { login, session } = await signIn({ sign: (claims) => jwt(claims, other) })
    await expect(login).resolves.toMatchObject({ generation: 1 })
    expect(keyRequests(session.requests)).toBe(2)
  })

  it('is not asked a third time', async () => {
    await serveKeys([key], 5)
    const { login, session } = await signIn({ sign: (claims) => jwt(claims, other) })
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_ID_TOKEN_INVALID')
    expect(keyRequests(session.requests)).toBe(2)
  })

  it('may not redirect', async () => {
    const elsewhere = nock('https://elsewhere.example.test').get('/keys').reply(200, { keys: [] })
    nock(issuer).get('/keys').reply(302, '', { location: 'https://elsewhere.example.test/keys' })
    const { login } = await signIn({})
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_REDIRECT_REFUSED')
    expect(elsewhere.isDone()).toBe(false)
  })

  it.each([
    ['an error', 500, ''],
    ['a page', 200, '<html>'],
    ['too much', 200, JSON.stringify({ keys: [], padding: 'x'.repeat(2 * 1024 * 1024) })],
  ])('is not %s', async (_name, status, body) => {
    nock(issuer).get('/keys').reply(status, body)
    const { login } = await signIn({})
    expect((await failureOf(login)).code).toBe('CCPROXY_OAUTH_ID_TOKEN_INVALID')
  })
})
