import { describe, expect, it } from 'vitest'
import { judgePaste, type PasteRules } from './pasted-answer.js'

const state = 'state-1'
const rules: PasteRules = {
  account: 'acme/default',
  state,
  issuer: 'https://auth.example.test',
  issuerRequired: false,
  codeRequired: true,
  redirectUri: 'http://127.0.0.1:8123/callback',
  pkce: true,
}
const address = `http://127.0.0.1:8123/callback?code=code-1&state=${state}`

describe('what may be pasted', () => {
  it.each([
    ['the whole address', address],
    ['with blanks around it', `  ${address}\r`],
    ['of a page that shows the code', `https://auth.example.test/done?code=code-1&state=${state}`],
    ['code#state', `code-1#${state}`],
    ['the code alone', 'code-1'],
    ['the code with an empty state', 'code-1#'],
  ])('%s', (_name, line) => {
    const verdict = judgePaste(line, rules)
    expect(verdict.kind === 'accepted' && verdict.parameters.get('code')).toBe('code-1')
  })

  it.each([
    ['nothing', '   ', 'empty'],
    ['a wrong state in the address', 'http://127.0.0.1:8123/callback?code=code-1&state=other', 'state'],
    ['no state in the address', 'http://127.0.0.1:8123/callback?code=code-1', 'state'],
    ['a wrong state after the code', 'code-1#other', 'state'],
    ['an error without the state', 'http://127.0.0.1:8123/callback?error=access_denied', 'state'],
    ['the address of the beginning', `https://auth.example.test/authorize?state=${state}&client_id=x`, 'unreadable'],
    ['half an address', 'http://', 'unreadable'],
    ['two codes', `${address}&code=code-2`, 'unreadable'],
    ['words', 'where do I find it', 'unreadable'],
    ['too many parts', `code-1#${state}#x`, 'unreadable'],
  ])('not %s', (_name, line, reason) => {
    const verdict = judgePaste(line, rules)
    expect(verdict).toMatchObject({ kind: 'ignored', reason })
    expect(verdict.kind === 'ignored' && verdict.message).not.toContain('code-1')
  })

  it('is no code alone without a verifier', () => {
    expect(judgePaste('code-1', { ...rules, pkce: false })).toMatchObject({ kind: 'ignored', reason: 'unreadable' })
    expect(judgePaste(`code-1#${state}`, { ...rules, pkce: false }).kind).toBe('accepted')
  })

  it('must be the whole address where the issuer has to be named', () => {
    const strict = { ...rules, issuerRequired: true }
    expect(judgePaste('code-1', strict).kind).toBe('ignored')
    expect(judgePaste(`code-1#${state}`, strict).kind).toBe('ignored')
    expect(judgePaste(`${address}&iss=https%3A%2F%2Fauth.example.test`, strict).kind).toBe('accepted')
    expect(judgePaste(address, strict)).toMatchObject({ error: { code: 'CCPROXY_OAUTH_ISSUER_MISMATCH' } })
  })

  it('must have gone to our own path where there is no state', () => {
    const stateless = { ...rules, state: undefined, codeRequired: false }
    expect(judgePaste('http://127.0.0.1:8123/callback?key=k', stateless).kind).toBe('accepted')
    expect(judgePaste('http://127.0.0.1:8123/other?key=k', stateless)).toMatchObject({ reason: 'state' })
  })

  it('may be a refusal', () => {
    const refusal = `http://127.0.0.1:8123/callback?error=access_denied&state=${state}`
    expect(judgePaste(refusal, rules)).toMatchObject({ error: { code: 'CCPROXY_OAUTH_ACCESS_DENIED' } })
  })
})
