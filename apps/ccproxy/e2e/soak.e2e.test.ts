// The soak for some seconds: what `npm run soak` checks, but for the heap and the speed of the machine.
import { expect, it } from 'vitest'
import { reasonsOf } from '../soak/report.ts'
import { runSoak } from '../soak/run-soak.ts'
import type { SoakOptions } from '../soak/soak-options.ts'

const options: SoakOptions = { minutes: 0.05, requests: 250, refreshes: 6, seed: 7, accounts: 2, behaviourOnly: true }

it('under load and trouble every answer is right or explained, no login is lost, and nothing is left open', async () => {
  const result = await runSoak(options)
  expect(reasonsOf(result, options)).toEqual([])
  expect(result.requests).toBeGreaterThanOrEqual(options.requests)
  expect(result.refreshes).toBeGreaterThanOrEqual(options.refreshes)
}, 180_000)
