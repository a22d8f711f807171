// Saving what a redeem brought. The old refresh token is spent: from here on, nothing may lose the new one.
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { NewOAuthCredential } from '../storage/credential.js'
import { isNewerRotation } from './newer.js'
import type { HeldTicket } from './redeem-ticket.js'
import { nameOf, type RenewalTask, type Renewed } from './renewal-task.js'

/** @throws CCPROXY_CREDENTIAL_ABSENT when the account was signed out meanwhile: the new token is revoked */
export async function saveRotated(
  task: RenewalTask,
  next: NewOAuthCredential,
  expectedRevision: string,
  ticket: HeldTicket,
): Promise<Renewed> {
  try {
    const credential = await task.storage.write(task.key, next, { expectedRevision })
    await task.storage.tickets.settle(ticket.id, 'redeemed')
    return { credential, source: 'network' }
  } catch (error) {
    if (isCCProxyError(error) && error.code === 'CCPROXY_STORAGE_CONFLICT') return resolveConflict(task, next, ticket)
    const credential = { ...next, revision: `unsaved:${next.grantId}:${next.generation}` }
    return { credential, source: 'network', unsaved: { next, expectedRevision, cause: error } }
  }
}

/** Somebody wrote in spite of the lock. The newer rotation of the same grant wins; so does a new sign-in. */
async function resolveConflict(task: RenewalTask, next: NewOAuthCredential, ticket: HeldTicket): Promise<Renewed> {
  const stored = await task.storage.read(task.key)
  if (stored !== undefined && isNewerRotation(next, stored)) return saveRotated(task, next, stored.revision, ticket)
  const sameGrant = stored?.kind === 'oauth' && stored.grantId === next.grantId
  if (!sameGrant) await task.revoke(next)
  if (stored !== undefined) return { credential: stored, source: 'other-process' }
  throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `${nameOf(task.key)} was signed out during a refresh`)
}
