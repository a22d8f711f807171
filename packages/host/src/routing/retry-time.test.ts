import type { FailureKind, Limit } from '@ccproxy/core'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '../transport/fail-over.js'
import { HeaderList } from '../transport/header-list.js'
import { retryDelay, retryTime } from './retry-time.js'

const now = Date.UTC(2026, 0, 1)

type ProviderRefusal = Extract<Refusal, { from: 'provider' }>

function refusal(
  headers: readonly string[],
  kind: FailureKind = 'rate-limited',
  retryAfterMs?: number,
): ProviderRefusal {
  const head = { status: 429, statusMessage: '', headers: new HeaderList(headers) }
  return { from: 'provider', kind, head, retryAfterMs }
}

/** Milliseconds from now. */
function wait(told: ProviderRefusal, limits: readonly Limit[] = []): number | undefined {
  const time = retryTime(told, limits, now)
  return time === undefined ? undefined : time - now
}

test.each<[readonly string[], number | undefined]>([
  [['retry-after', '7'], 7000],
  [['retry-after', ' 7 '], 7000],
  [['retry-after', '1.5'], 1500],
  [['retry-after', new Date(now + 9000).toUTCString()], 9000],
  [['retry-after', new Date(now - 9000).toUTCString()], 0],
  [['retry-after', '999999999999999999999'], 3_600_000],
  [['retry-after', 'soon'], undefined],
  [['retry-after-ms', '1234.5', 'retry-after', '2'], 1234.5],
  [['x-ms-retry-after-ms', '250'], 250],
  [['retry-after-ms', 'soon', 'retry-after', '2'], 2000],
  [['retry-after-ms', '99999999999'], 3_600_000],
  [[], undefined],
])('%j', (headers, expected) => {
  expect(wait(refusal(headers))).toBe(expected)
})

test('the body is asked after the headers', () => {
  expect(wait(refusal([], 'rate-limited', 4000))).toBe(4000)
  expect(wait(refusal(['retry-after', '7'], 'rate-limited', 4000))).toBe(7000)
  expect(wait(refusal([], 'rate-limited', 1e12))).toBe(3_600_000)
})

describe('limits', () => {
  const used: Limit = { name: 'requests', scope: 'account', remaining: 0, resetsAt: now + 5000 }
  const full: Limit = { name: 'tokens', scope: 'account', utilization: 1, resetsAt: now + 8000 }
  const free: Limit = { name: 'others', scope: 'account', remaining: 1, utilization: 0.5, resetsAt: now + 60_000 }

  test.each<[readonly Limit[], number | undefined]>([
    [[used, free], 5000],
    [[used, full, free], 8000],
    [[free], undefined],
    [[{ ...used, resetsAt: now - 1 }], 0],
    [[{ ...used, resetsAt: now + 1e12 }], 3_600_000],
    [[{ name: 'requests', scope: 'account', remaining: 0 }], undefined],
  ])('%j', (limits, expected) => {
    expect(wait(refusal([]), limits)).toBe(expected)
  })

  test('are no reason of what is overloaded, and yield to what is said', () => {
    expect(wait(refusal([], 'overloaded'), [used])).toBeUndefined()
    expect(wait(refusal(['retry-after', '2']), [used])).toBe(2000)
  })
})

test.each<[unknown, number | undefined]>([
  [[{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }], 34_500],
  [[{ reason: 'x' }, { retryDelay: '2s' }], 2000],
  [[{ retryDelay: 'soon' }], undefined],
  [{ retryDelay: '2s' }, undefined],
  [undefined, undefined],
])('of Google’s details %j', (details, expected) => {
  expect(retryDelay(details)).toBe(expected)
})
