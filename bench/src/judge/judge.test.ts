import { describe, expect, it } from 'vitest'
import type { Sample } from '../row.ts'
import type { Bar } from './bar.ts'
import { judge, type Samples } from './judge.ts'

const samplesOf = (subjects: Readonly<Record<string, readonly (number | Sample)[]>>): Samples =>
  new Map(
    Object.entries(subjects).map(([name, values]) => [
      name,
      values.map((value) => (typeof value === 'number' ? { value } : value)),
    ]),
  )
const at = (p50Ms: number): Sample => ({ value: 0, p50Ms })
const options = { unit: 'req/s', judged: true }

describe('judge', () => {
  it('compares round by round: a slow moment of the machine that hits both does not count', () => {
    // The medians alone are 100 and 90.
    const samples = samplesOf({ pipe: [100, 10, 200], ccproxy: [90, 12, 240] })
    const bar: Bar = { of: 'ccproxy', to: 'pipe', limit: { atLeast: 1.2 } }
    expect(judge(bar, samples, options)).toEqual({
      what: 'ccproxy ÷ pipe',
      measured: 1.2,
      limit: 1.2,
      direction: 'at least',
      unit: '×',
      verdict: 'reached',
    })
  })

  it('shows the CPU time of the two beside', () => {
    const samples = samplesOf({
      pipe: [{ value: 1, cpuMicroseconds: 50 }],
      ccproxy: [{ value: 1, cpuMicroseconds: 60 }],
    })
    expect(judge({ of: 'ccproxy', to: 'pipe', limit: { atLeast: 1 } }, samples, options).cpuRatio).toBe(1.2)
    expect(judge({ of: 'ccproxy', limit: { atLeast: 1 } }, samples, options).cpuRatio).toBeUndefined()
  })

  it('misses by a little', () => {
    const samples = samplesOf({ pipe: [100, 100, 100], ccproxy: [99, 99, 300] })
    const { measured, verdict } = judge({ of: 'ccproxy', to: 'pipe', limit: { atLeast: 1 } }, samples, options)
    expect([measured, verdict]).toEqual([0.99, 'MISSED'])
  })

  it('compares what is added to a base', () => {
    const samples = samplesOf({ upstream: [at(1)], ccproxy: [at(1.5)], portkey: [at(3)] })
    const bar: Bar = { of: 'ccproxy', base: 'upstream', metric: 'p50Ms', limit: { atMost: 0.5 } }
    expect(judge(bar, samples, options)).toMatchObject({ measured: 0.5, unit: 'ms', verdict: 'reached' })
    expect(judge({ ...bar, to: 'portkey', limit: { atMost: 0.2 } }, samples, options)).toMatchObject({
      what: 'ccproxy ÷ portkey, added to upstream, median time',
      measured: 0.25,
      unit: '×',
      verdict: 'MISSED',
    })
  })

  it('has limits of their own, and such that follow from another subject', () => {
    const samples = samplesOf({ node: [40, 30, 50], ccproxy: [120, 121, 500] })
    const bar: Bar = { of: 'ccproxy', limit: { factor: 1.5, than: 'node', plus: 60 } }
    expect(judge(bar, samples, { ...options, unit: 'ms' })).toEqual({
      what: 'ccproxy, by 1.5 × node + 60',
      measured: 121,
      limit: 120,
      direction: 'at most',
      unit: 'ms',
      verdict: 'MISSED',
    })
    expect(judge({ of: 'ccproxy', limit: { atMost: 121 } }, samples, options).verdict).toBe('reached')
  })

  it.each<[string, Bar]>([
    ['another that was left out', { of: 'ccproxy', to: 'portkey', limit: { atLeast: 8 } }],
    ['the base', { of: 'ccproxy', base: 'portkey', limit: { atMost: 8 } }],
    ['itself', { of: 'portkey', limit: { atMost: 8 } }],
    ['what its limit follows from', { of: 'ccproxy', limit: { factor: 1, than: 'portkey', plus: 0 } }],
    ['a figure that the system does not tell', { of: 'ccproxy', metric: 'cpuMicroseconds', limit: { atMost: 8 } }],
  ])('does not judge without %s', (_, bar) => {
    expect(judge(bar, samplesOf({ ccproxy: [1, 1, 1] }), options).verdict).toBe('not judged')
  })

  it('does not judge a quick run', () => {
    const samples = samplesOf({ ccproxy: [1] })
    const quick = { ...options, judged: false }
    expect(judge({ of: 'ccproxy', limit: { atMost: 8 } }, samples, quick).verdict).toBe('not judged')
  })
})
