import { getEventListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it, vi } from 'vitest'
import { waitForFlight } from './wait-for-flight.js'

afterEach(() => void vi.useRealTimers())

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}

it('leaves nothing on a signal that outlives it, however many waited at once', async () => {
  const scheduler = new AbortController()
  const flight = Promise.withResolvers<string>()
  const waits = Array.from({ length: 10 }, () => waitForFlight(flight.promise, scheduler.signal))
  await nextTurn()
  collectGarbage()
  flight.resolve('landed')
  expect(await Promise.all(waits)).toEqual(Array.from({ length: 10 }, () => 'landed'))
  expect(getEventListeners(scheduler.signal, 'abort')).toEqual([])
})

it('ends when its caller leaves, and the flight goes on', async () => {
  const caller = new AbortController()
  const flight = Promise.withResolvers<string>()
  const wait = waitForFlight(flight.promise, caller.signal)
  caller.abort(new Error('gone'))
  await expect(wait).rejects.toThrow('gone')
  await expect(waitForFlight(flight.promise, caller.signal)).rejects.toThrow('gone')
  flight.resolve('landed')
  expect(await waitForFlight(flight.promise, undefined)).toBe('landed')
})

it('ends after 30 s, and leaves no timer when it ends before', async () => {
  vi.useFakeTimers()
  const failure = waitForFlight(new Promise<never>(() => {}), undefined).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await failure).toMatchObject({ code: 'CCPROXY_CREDENTIAL_REFRESH_LIMIT' })
  await waitForFlight(Promise.resolve(), new AbortController().signal)
  expect(vi.getTimerCount()).toBe(0)
})
