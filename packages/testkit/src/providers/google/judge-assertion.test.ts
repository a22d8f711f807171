import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { judgeAssertion } from './judge-assertion.js'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const account = { email: 'robot@example.test', keyId: 'k1', publicKey }
const audience = 'https://oauth2.example.test/token'
const now = Math.floor(Date.now() / 1000)
const good = { iss: account.email, aud: audience, scope: 's', iat: now, exp: now + 3600 }

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function assertion(claims: object, header: object = { alg: 'RS256', kid: 'k1' }, key = privateKey): string {
  const signed = `${encoded(header)}.${encoded(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
}

describe('the stand-in of Google', () => {
  it('takes an assertion that is signed, fresh and for itself', () => {
    expect(judgeAssertion(assertion(good), account, audience)).toBeUndefined()
  })

  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  it.each([
    ['signed by another key', assertion(good, undefined, otherKey), /Signature/],
    ['signed by a key that it does not name', assertion(good, { alg: 'RS256', kid: 'k2' }), /Signature/],
    [
      'changed after it was signed',
      assertion(good).replace(/\.[^.]+\./, `.${encoded({ ...good, scope: 'more' })}.`),
      /Signature/,
    ],
    ['of another algorithm', assertion(good, { alg: 'none', kid: 'k1' }), /parse/],
    ['for another server', assertion({ ...good, aud: 'https://other.test/token' }), /audience/],
    ['of another account', assertion({ ...good, iss: 'other@example.test' }), /account not found/],
    ['too long', assertion({ ...good, exp: now + 3601 }), /short-lived/],
    ['over', assertion({ ...good, iat: now - 7200, exp: now - 3600 }), /short-lived/],
    ['of tomorrow', assertion({ ...good, iat: now + 86_400, exp: now + 90_000 }), /short-lived/],
    ['without a scope', assertion({ ...good, scope: '' }), /parse/],
    ['nothing of the kind', 'fake-assertion', /parse/],
  ])('refuses one that is %s', (_what, sent, reason) => {
    expect(judgeAssertion(sent, account, audience)).toMatch(reason)
  })

  it('has no account unless it is given one', () => {
    expect(judgeAssertion(assertion(good), undefined, audience)).toMatch(/account not found/)
  })
})
