import { expect, test } from 'vitest'
import { busyCores } from './busy-cores.ts'

test('a program that does something is seen', async () => {
  const measured = busyCores(300)
  // A turn of the event loop later, so that the measurement has begun.
  await Promise.resolve()
  for (const until = performance.now() + 300; performance.now() < until; );
  expect(await measured).toBeGreaterThan(0.3)
})
