import { expect, test } from 'vitest'
import { resetTime } from './reset-time.js'

const now = Date.parse('2026-11-23T10:00:00Z')

test.each([
  ['12ms', 12],
  ['0s', 0],
  ['59.7s', 59_700],
  ['6m0s', 360_000],
  ['1h2m3.5s', 3_723_500],
  ['1d', 86_400_000],
  ['1d0h0m1s', 86_401_000],
  ['0', 0],
  ['30', 30_000],
  ['1.5', 1500],
  [String(now / 1000 + 60), 60_000],
  [String(now + 60_000), 60_000],
  ['2026-11-23T10:01:00Z', 60_000],
  [' 2s ', 2000],
])('%s is %d ms from now', (value, ms) => {
  expect(resetTime(value, now)).toBe(now + ms)
})

test.each([undefined, '', 'soon', '-1', '5 s', '1w', 's', '2026-13-45T00:00:00Z'])('%s says nothing', (value) => {
  expect(resetTime(value, now)).toBeUndefined()
})
