import { setTimeout as sleep } from 'node:timers/promises'

/** What becomes of a task; undefined: nothing within the time. */
export async function within<Result>(
  timeoutMs: number,
  task: Promise<Result>,
): Promise<{ readonly value: Result } | { readonly error: unknown } | undefined> {
  const timer = new AbortController()
  const settled = task.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  const late = sleep(timeoutMs, undefined, { signal: timer.signal, ref: false }).catch(() => undefined)
  try {
    return await Promise.race([settled, late])
  } finally {
    timer.abort()
  }
}
