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
    ['an address in quotes', `"${address}"`],
    ['an address in typographic quotes', `\u201c${address}\u201d`],
    ['an address in angle brackets', `<${address}>`],
    ['an address in back quotes', `\`${address}\``],
    ['a code in quotes', "'code-1'"],
    ['an address with words around it', `The browser ended at ${address} and shows an error`],
    ['an address without its scheme', address.replace('http://', '')],
    ['an address with HTML entities', address.replaceAll('&', '&amp;')],
    ['the query alone', `?code=code-1&state=${state}`],
    ['the query without its question mark', `code=code-1&state=${state}`],
    ['an address behind invisible characters', `\ufeff\u200b${address}\u200b`],
    ['an address that is wrapped within its state', `${address.slice(0, -3)}\n${address.slice(-3)}`],
    ['an address that is wrapped within its code', address.replace('code-1', 'co\n  de-1')],
    [
      'an address that is wrapped twice and in quotes',
      `"${address.slice(0, 30)}\r\n${address.slice(30, 50)}\r\n${address.slice(50)}"`,
    ],
    ['an address that is cut off, then the whole address', `${address.slice(0, -3)}\n${address}`],
    [
      'code#state after an address of another attempt',
      `http://127.0.0.1:8123/callback?code=x&state=y\ncode-1#${state}`,
    ],
  ])('%s', (_name, line) => {
    const verdict = judgePaste(line, rules)
    expect(verdict.kind === 'accepted' && verdict.parameters.get('code')).toBe('code-1')
  })

  it.each([
    ['nothing', '   ', 'empty'],
    ['a wrong state in the address', 'http://127.0.0.1:8123/callback?code=code-1&state=other', 'state'],
    ['no state in the address', 'http://127.0.0.1:8123/callback?code=code-1', 'state'],
    ['an address in quotes with a wrong state', '"http://127.0.0.1:8123/callback?code=code-1&state=other"', 'state'],
    ['a query without the state', 'code=code-1', 'state'],
    ['an address of a custom scheme with a wrong state', 'app://callback?code=code-1&state=other', 'state'],
    ['a part of an address that holds the code', 'callback?code=code-1&state=other', 'state'],
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
