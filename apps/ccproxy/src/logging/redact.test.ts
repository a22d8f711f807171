import { CCProxyError } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { isSecretName, redactFields, redactMessage } from './redact.js'

const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJmYWtlIn0.c2lnbmF0dXJl'
const opaque = 'Zx9fakeQ7token-Lm3_aaaaBBBBccccDDDD1234567890'

describe('sentences', () => {
  it.each([
    'the token endpoint answered bad_verification_code: The code passed is incorrect or expired',
    'Acme could not be asked whether it accepts ACME_API_KEY: its name is not known',
    'Put them into the proxy address: http://user:password@host:port, special characters percent-encoded.',
  ])('keep their words: %s', (text) => {
    expect(redactMessage(text)).toBe(text)
  })

  it.each([
    'code: fake1code',
    'the state=abcdef',
    'ACME_API_KEY=abcdef',
    '{"code":"abcdef"}',
    'password: hunter',
    'client_secret: hunter',
    'token: abcdefghijklmnopqrstuvwxyz',
    'http://me:password@proxy.example',
  ])('lose what may be a secret: %s', (text) => {
    expect(redactMessage(text)).toContain('[redacted]')
  })
})

describe('redaction by name', () => {
  it.each([
    'authorization',
    'Proxy-Authorization',
    'access_token',
    'refreshToken',
    'idToken',
    'client_secret',
    'api_key',
    'apiKey',
    'x-api-key',
    'x-goog-api-key',
    'x-ccproxy-key',
    'code',
    'userCode',
    'code_verifier',
    'state',
    'cookie',
    'set-cookie',
    'authToken',
    'privateKey',
    'assertion',
  ])('%s is a secret', (name) => {
    expect(redactFields({ [name]: 'fake-1' })).toEqual({ [name]: '[redacted]' })
  })

  it.each(['key', 'tokenUrl', 'token_origin', 'provider', 'scopes', 'tokenType', 'status', 'path'])(
    '%s is not',
    (name) => {
      expect(isSecretName(name)).toBe(false)
    },
  )

  it('reaches into objects, arrays, maps and headers', () => {
    const fields = {
      answer: { tokens: { access_token: 'fake-1', expires_in: 60 } },
      list: [{ password: 'fake-2' }],
      headers: new Headers({ authorization: 'Bearer fake-3', accept: 'text/plain' }),
      map: new Map([['refresh_token', 'fake-4']]),
    }
    expect(redactFields(fields)).toEqual({
      answer: { tokens: { access_token: '[redacted]', expires_in: 60 } },
      list: [{ password: '[redacted]' }],
      headers: { accept: 'text/plain', authorization: '[redacted]' },
      map: { refresh_token: '[redacted]' },
    })
  })

  it('keeps numbers, error codes and states, which are no secrets', () => {
    const fields = { code: 'ECONNREFUSED', input_tokens: 12, hasRefreshToken: true, state: 'valid' }
    expect(redactFields(fields)).toEqual(fields)
    expect(redactFields({ code: 'invalid_grant' })).toEqual({ code: 'invalid_grant' })
  })
})

describe('redaction by shape', () => {
  it.each([
    ['Bearer fake-token-1', 'Bearer [redacted]'],
    ['sent sk-ant-oat01-fakefake to it', 'sent [redacted] to it'],
    [`id ${jwt}.`, 'id [redacted]'],
    [`got ${opaque}!`, 'got [redacted]!'],
    ['https://a.example/callback?code=fake-1&state=fake-2 came', 'https://a.example/callback?[redacted] came'],
    ['http://127.0.0.1:1/x#fake-1', 'http://127.0.0.1:1/x?[redacted]'],
    ['https://user:fake-1@proxy.example/', 'https://[redacted]@proxy.example/'],
    ['{"access_token":"fake-1","expires_in":60}', '{"access_token":"[redacted]","expires_in":60}'],
    ['body was grant_type=x&refresh_token=fake-1&a=b', 'body was grant_type=x&refresh_token=[redacted]&a=b'],
    ['code_verifier=fake-1', 'code_verifier=[redacted]'],
    ['a ccp_fake00001 key', 'a [redacted] key'],
  ])('%s', (text, expected) => {
    expect(redactMessage(text)).toBe(expected)
    expect(JSON.stringify(redactFields({ note: { deep: [text] } }))).toContain(JSON.stringify(expected).slice(1, -1))
  })

  it.each([
    'request 6b1f6c1e-8a53-4f0a-9d3e-0123456789ab took 12 ms',
    'model claude-opus-5-5-20260101-preview-long-name answered',
    'POST /claude/v1/messages 200',
    '@ccproxy/plugin-claude 0.1.0 failed: CCPROXY_PLUGIN_IMPORT',
    '/home/me/.config/ccproxy/credentials/claude/default.json',
    'code: CCPROXY_OAUTH_TIMEOUT, errno: ECONNREFUSED',
  ])('keeps what people need: %s', (text) => {
    expect(redactMessage(text)).toBe(text)
  })
})

describe('log injection', () => {
  it('leaves no control character in a message, a name or a value', () => {
    const hostile = 'a\r\n{"level":"error"}\u001b[2J\u001b]0;title\u0007\u009b31m\u2028b\u202e'
    const printed = JSON.stringify([redactMessage(hostile), redactFields({ [hostile]: hostile })])
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(printed).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]|\\u00|\\n|\\r/)
  })
})

describe('errors and size', () => {
  it('names an error by its code and hint; stacks only when asked for', () => {
    const error = new CCProxyError('CCPROXY_OAUTH_TIMEOUT', 'no answer from https://a.example/token?x=1', {
      cause: new Error('Bearer fake-1'),
    })
    expect(redactFields({ error })).toEqual({
      error: {
        type: 'CCProxyError',
        message: 'no answer from https://a.example/token?[redacted]',
        code: 'CCPROXY_OAUTH_TIMEOUT',
        hint: error.hint,
        cause: { type: 'Error', message: 'Bearer [redacted]' },
      },
    })
    expect(redactFields(error, { stacks: true })).toHaveProperty('error.stack')
  })

  it('cuts cycles, depth, long lists and long texts', () => {
    const cyclic: Record<string, unknown> = { bytes: new Uint8Array(3), list: Array.from({ length: 999 }, () => 1) }
    cyclic['self'] = cyclic
    cyclic['text'] = 'word '.repeat(10_000)
    const result = JSON.stringify(redactFields(cyclic))
    expect(result).toContain('"self":"[…]"')
    expect(result).toContain('[3 bytes]')
    expect(result.length).toBeLessThan(6000)
  })
})
