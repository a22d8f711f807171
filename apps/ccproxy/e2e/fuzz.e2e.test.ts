// A short form of `npm run fuzz`: the same requests every time.
import { expect, it } from 'vitest'
import { describeFailure, runFuzz } from '../fuzz/run-fuzz.ts'

it('requests that nobody in their right mind would send break nothing', async () => {
  const { failures, outcomes } = await runFuzz({ seed: 20_261_123, first: 0, requests: 1200, report: () => {} })
  expect(failures.map(describeFailure)).toEqual([])
  // They come through to the provider, and to most of what we refuse.
  expect(outcomes.get('200 of the provider')).toBeGreaterThan(100)
  expect(outcomes.size).toBeGreaterThan(25)
})
