// Saving what a redeem brought. The old refresh token is spent: from here on, nothing may lose the new one.
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { Credential, NewOAuthCredential } from '../storage/credential.js'
import { isNewerRotation } from '../storage/newer-rotation.js'
import { endTicket, type TicketNames } from './held-ticket.js'
import { nameOf, type RenewalTask, type Renewed } from './renewal-task.js'

/** Writers that ignore the lock are outrun this often; then the disk is given time. */
const mostConflicts = 10

/** @throws CCPROXY_CREDENTIAL_ABSENT when the account was signed out meanwhile: the new token is revoked */
export async function saveRotated(
  task: RenewalTask,
  next: NewOAuthCredential,
  expectedRevision: string,
  ticket: TicketNames,
): Promise<Renewed> {
  try {
    return await save(task, next, expectedRevision, ticket)
  } catch (error) {
    if (isCCProxyError(error) && error.code === 'CCPROXY_CREDENTIAL_ABSENT') throw error
    const credential = { ...next, revision: `unsaved:${next.grantId}:${next.generation}` }
    await task.storage.tickets.settle(ticket.id, 'held').catch(() => {})
    const aside = await task.storage.writeAside?.(task.key, next).catch(() => undefined)
    const unsaved = { next, expectedRevision, ticket, cause: error, ...(aside !== undefined && { aside }) }
    return { credential, source: 'network', unsaved }
  }
}

async function save(
  task: RenewalTask,
  next: NewOAuthCredential,
  expectedRevision: string,
  ticket: TicketNames,
): Promise<Renewed> {
  let expected = expectedRevision
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      const credential = await task.storage.write(task.key, next, { expectedRevision: expected })
      await endTicket(task.storage.tickets, ticket, next)
      return { credential, source: 'network' }
    } catch (error) {
      if (!isCCProxyError(error) || error.code !== 'CCPROXY_STORAGE_CONFLICT' || conflicts === mostConflicts)
        throw error
    }
    const stored = await task.storage.read(task.key)
    if (stored === undefined || !isNewerRotation(next, stored)) return giveWay(task, next, stored, ticket)
    expected = stored.revision
  }
}

/** Somebody wrote in spite of the lock, or an earlier write of ours was durable although it failed. */
async function giveWay(
  task: RenewalTask,
  next: NewOAuthCredential,
  stored: Credential | undefined,
  ticket: TicketNames,
): Promise<Renewed> {
  const sameGrant = stored?.kind === 'oauth' && stored.grantId === next.grantId
  if (!sameGrant) await task.revoke(next)
  await endTicket(task.storage.tickets, ticket, next)
  if (stored === undefined)
    throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `${nameOf(task.key)} was signed out during a refresh`)
  const ours = sameGrant && stored.generation === next.generation
  return { credential: stored, source: ours ? 'network' : 'other-process' }
}
