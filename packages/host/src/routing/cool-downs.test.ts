import { CCProxyError, type FailureKind, systemClock } from '@ccproxy/core'
import { expect, test } from 'vitest'
import type { Refusal } from '../transport/fail-over.js'
import { HeaderList } from '../transport/header-list.js'
import { CoolDowns } from './cool-downs.js'
import { isForOthers } from './is-for-others.js'

const start = Date.UTC(2026, 0, 1)

function refusal(kind: FailureKind, headers: readonly string[] = []): Refusal {
  return { from: 'provider', kind, head: { status: 429, statusMessage: '', headers: new HeaderList(headers) } }
}

function coolDowns(): { readonly cool: CoolDowns; readonly at: (seconds: number) => void } {
  let now = start
  const cool = new CoolDowns({ ...systemClock, now: () => now })
  return {
    cool,
    at: (seconds) => {
      now = start + seconds * 1000
    },
  }
}

test.each([
  ['30', 29.9, 30],
  [new Date(start + 60_000).toUTCString(), 59, 60],
  // Whoever says longer is asked again after an hour.
  ['86400', 3599, 3600],
])('retry-after: %s', (value, before, after) => {
  const { cool, at } = coolDowns()
  cool.note('a/m', refusal('rate-limited', ['Retry-After', value]))
  expect([cool.isCooling('a/m'), cool.isCooling('a/other')]).toEqual([true, false])
  at(before)
  expect(cool.isCooling('a/m')).toBe(true)
  at(after)
  expect(cool.isCooling('a/m')).toBe(false)
})

test.each<[string, Refusal]>([
  ['no retry-after', refusal('rate-limited')],
  ['nothing readable', refusal('rate-limited', ['retry-after', 'soon'])],
  ['no time', refusal('rate-limited', ['retry-after', '0'])],
  ['a failure that may be over', refusal('server-error', ['retry-after', '30'])],
  ['an error of ours', { from: 'us', error: new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', 'gone') }],
])('nothing is remembered of %s', (_name, seen) => {
  const { cool } = coolDowns()
  cool.note('a/m', seen)
  expect(cool.isCooling('a/m')).toBe(false)
})

test('limits that are used up count until they are reset', () => {
  const { cool, at } = coolDowns()
  cool.note('a/m', refusal('rate-limited'), [{ name: 'r', scope: 'account', remaining: 0, resetsAt: start + 20_000 }])
  at(19)
  expect(cool.isCooling('a/m')).toBe(true)
  at(20)
  expect(cool.isCooling('a/m')).toBe(false)
})

test('the newest thousand are remembered', () => {
  const { cool } = coolDowns()
  for (let index = 0; index <= 1000; index += 1) cool.note(`a/${index}`, refusal('overloaded', ['retry-after', '9']))
  expect([cool.isCooling('a/0'), cool.isCooling('a/1'), cool.isCooling('a/1000')]).toEqual([false, true, true])
})

test.each<[FailureKind, boolean]>([
  ['rate-limited', true],
  ['quota-exhausted', true],
  ['overloaded', true],
  ['server-error', true],
  ['credential-rejected', true],
  ['forbidden', false],
  ['client-error', false],
])('what is %s is for others: %s', (kind, expected) => {
  expect(isForOthers(refusal(kind))).toBe(expected)
})

test.each([
  ['CCPROXY_UPSTREAM_UNREACHABLE', true],
  ['CCPROXY_UPSTREAM_TIMEOUT', true],
  ['CCPROXY_CREDENTIAL_ABSENT', true],
  ['CCPROXY_CREDENTIAL_NEEDS_LOGIN', true],
  ['CCPROXY_OAUTH_INVALID_GRANT', true],
  ['CCPROXY_STORAGE_FAILED', true],
  ['CCPROXY_UPSTREAM_LOOP', false],
  ['CCPROXY_HTTP_PATH_REFUSED', false],
  ['CCPROXY_FORMAT_REQUEST', false],
  ['CCPROXY_INTERNAL', false],
] as const)('%s is for others: %s', (code, expected) => {
  expect(isForOthers({ from: 'us', error: new CCProxyError(code, 'it failed') })).toBe(expected)
})
