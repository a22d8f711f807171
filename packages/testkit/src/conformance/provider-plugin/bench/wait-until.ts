import { setTimeout as sleep } from 'node:timers/promises'

/** Polls, since what is waited for happens on the other side of a socket. @returns whether it happened in time */
export async function waitUntil(condition: () => boolean, timeoutMs = 3000): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (!condition()) {
    if (performance.now() > end) return false
    await sleep(5)
  }
  return true
}
