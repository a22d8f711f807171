// A rotated credential that could not be saved: it is kept in memory and written as soon as the disk takes it.
import { setTimeout as sleep } from 'node:timers/promises'
import { isCCProxyError } from '../errors/ccproxy-error.js'
import type { Credential } from '../storage/credential.js'
import type { RenewalTask, Renewed, UnsavedRotation } from './renewal-task.js'
import { saveRotated } from './save-rotated.js'

const firstMs = 500
const longestMs = 30_000
/** With the longest wait, less than the time in which a ticket grows old. */
const saveLockMs = 60_000

/** One try. @returns `unsaved` when it failed again @throws CCPROXY_CREDENTIAL_ABSENT when signed out meanwhile */
export async function saveNow(
  task: RenewalTask,
  unsaved: UnsavedRotation,
): Promise<Pick<Renewed, 'unsaved'> & Partial<Renewed>> {
  const { next, expectedRevision, ticket } = unsaved
  try {
    return await task.storage.withLock(task.key, () => saveRotated(task, next, expectedRevision, ticket), {
      timeoutMs: saveLockMs,
    })
  } catch (error) {
    if (isCCProxyError(error) && error.code === 'CCPROXY_CREDENTIAL_ABSENT') throw error
    return { unsaved }
  }
}

/** Tries until it is saved or `signal` aborts. @returns what is stored then */
export async function saveLater(
  task: RenewalTask,
  unsaved: UnsavedRotation,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  for (let waitMs = firstMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestMs)) {
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) break
    // Renewed before it grows old, so that other processes go on waiting instead of sending the spent token.
    await task.storage.tickets.settle(unsaved.ticket.id, 'held').catch(() => {})
    const { credential, unsaved: again } = await saveNow(task, unsaved)
    if (credential !== undefined && again === undefined) return credential
  }
  return undefined
}
