import { describe, expect, it } from 'vitest'
import { judgeCallback } from './judge-callback.js'

const expectation = {
  account: 'acme/default',
  state: 'state-1',
  issuer: 'https://auth.example.test',
  issuerRequired: false,
  codeRequired: true,
}

function messageOf(parameters: Readonly<Record<string, string>>): string {
  const verdict = judgeCallback(new URLSearchParams({ state: 'state-1', ...parameters }), expectation)
  if (verdict.kind !== 'failed') throw new Error(`the answer was ${verdict.kind}`)
  return verdict.error.message
}

describe('the words of an authorization server', () => {
  it('are shown without what a terminal would obey', () => {
    const message = messageOf({
      error: 'invalid\u001B[2Jscope',
      error_description: '\u001B]0;owned\u0007\u009B31mred\r\nsecond line\u202E\u2028\u200B',
    })
    expect(message).toBe(
      'acme/default: the authorization server answered with an error (invalid[2Jscope: ]0;owned31mredsecond line)',
    )
  })

  it('are short', () => {
    expect(messageOf({ error: 'x'.repeat(5000), error_description: 'y'.repeat(5000) }).length).toBeLessThan(600)
  })

  it.each([
    ['the state', { error: 'x', error_description: 'for state-1' }],
    ['the code', { error: 'x', code: 'fake-code-1', error_description: 'for fake-code-1' }],
  ])('are left out where they repeat %s', (_name, parameters) => {
    expect(messageOf(parameters)).toBe('acme/default: the authorization server answered with an error (x)')
  })
})
