import { describe, expect, it } from 'vitest'
import { readCliToken } from './read-cli-token.js'

const end = Date.UTC(2026, 10, 23, 1, 2, 3)

function printed(fields: object): string {
  return JSON.stringify({
    accessToken: 'fake-cli-token',
    tokenType: 'Bearer',
    tenant: 't',
    subscription: 's',
    ...fields,
  })
}

/** As the CLI writes local time, in whatever zone this machine is. */
function localTime(epochMs: number): string {
  const shifted = new Date(epochMs - new Date(epochMs).getTimezoneOffset() * 60_000)
  return `${shifted.toISOString().slice(0, 19).replace('T', ' ')}.000000`
}

describe('when a token of the CLI ends', () => {
  it.each([
    ['in seconds', { expires_on: end / 1000, expiresOn: '1999-01-01 00:00:00.000000' }],
    ['in seconds, as text', { expires_on: String(end / 1000) }],
    ['in local time, as versions before 2.54 say it', { expiresOn: localTime(end) }],
  ])('is said %s', (_name, fields) => {
    expect(readCliToken(printed(fields))).toEqual({ accessToken: 'fake-cli-token', expiresAt: end })
  })
})

it.each([
  ['no JSON', 'ERROR: fake-cli-token'],
  ['a list', '["fake-cli-token"]'],
  ['no token', JSON.stringify({ expires_on: 1 })],
  ['an empty token', JSON.stringify({ accessToken: '', expires_on: 1 })],
  ['no end', printed({})],
  ['an end that is no time', printed({ expiresOn: 'tomorrow' })],
])('%s is no token, and is not repeated', (_name, text) => {
  expect(() => readCliToken(text)).toThrow(
    expect.objectContaining({
      code: 'CCPROXY_CREDENTIAL_LINK',
      message: expect.not.stringContaining('fake-cli-token'),
    }),
  )
})
