import { describe, expect, it } from 'vitest'
import { readLimits } from './read-limits.js'

const limitsOf = (headers: Readonly<Record<string, string>>) => readLimits({ get: (name) => headers[name] })

const fields = (limit: string, remaining: string) => ({
  'anthropic-ratelimit-requests-limit': limit,
  'anthropic-ratelimit-requests-remaining': remaining,
})

describe('limits', () => {
  it('say what is left, of which, until when', () => {
    const headers = {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '40',
      'anthropic-ratelimit-requests-reset': '2026-11-22T20:00:00Z',
      'anthropic-ratelimit-tokens-limit': '1000',
    }
    expect(limitsOf(headers)).toEqual([
      {
        name: 'requests',
        scope: 'account',
        remaining: 40,
        utilization: expect.closeTo(0.2, 5),
        resetsAt: Date.parse('2026-11-22T20:00:00Z'),
      },
    ])
  })

  it('may be shares of a window', () => {
    const headers = {
      'anthropic-ratelimit-unified-5h-utilization': '0.25',
      'anthropic-ratelimit-unified-5h-reset': '1795000000',
      'anthropic-ratelimit-unified-7d-utilization': '1.2',
    }
    expect(limitsOf(headers)).toEqual([
      { name: 'unified-5h', scope: 'account', utilization: 0.25, resetsAt: 1_795_000_000_000 },
      { name: 'unified-7d', scope: 'account', utilization: 1 },
    ])
  })

  it('that make no sense are none', () => {
    expect(limitsOf(fields('many', '1'))).toEqual([])
    expect(limitsOf(fields('0', '0'))).toEqual([{ name: 'requests', scope: 'account', remaining: 0, utilization: 1 }])
    expect(limitsOf({})).toEqual([])
  })
})
