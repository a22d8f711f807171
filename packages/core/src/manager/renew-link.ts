import type { LinkedFlow, LinkedReading } from '../oauth/oauth-flow.js'
import type { LinkedCredential } from '../storage/credential.js'
import { isAmbient } from './ambient-credential.js'
import { readLink, withToken } from './linked-token.js'
import { endedError, needsLoginError, type RenewalTask, type Renewed } from './renewal-task.js'

/** How a link is renewed: by its own flow. */
export interface LinkTask extends Pick<RenewalTask, 'key' | 'storage' | 'known' | 'isLiving' | 'now'> {
  readonly flow: LinkedFlow
  renew(reading: LinkedReading): Promise<{ readonly accessToken: string; readonly expiresAt: number }>
}

/**
 * Under the lock, so that one process at a time asks the owner. What the owner renewed meanwhile is taken over; a hand-off
 * is believed by what the owner's file says afterwards; what is minted stays with us.
 * @throws CCPROXY_CREDENTIAL_NEEDS_LOGIN, and what `renew` throws
 */
export async function renewLink(task: LinkTask, stored: LinkedCredential): Promise<Renewed> {
  const { flow, key, storage } = task
  const before = await readLink(flow, stored)
  if (before.credential.needsLogin !== undefined) throw endedError(key, before.credential.needsLogin)
  if (before.credential.revision !== task.known.revision && task.isLiving(before.credential))
    return { credential: before.credential, source: 'other-process' }
  if (before.reading === undefined)
    throw needsLoginError(key, `${stored.source['where'] ?? flow.label} cannot be read this moment`)
  if (flow.renewal === 'owner-only') throw needsLoginError(key, `its owner has not renewed ${before.reading.where}`)

  const { fingerprint } = before.reading
  const minted = { ...(await task.renew(before.reading)), obtainedAt: task.now(), fingerprint }
  if (flow.renewal === 'mint' && !isAmbient(stored)) {
    const { revision, ...rest } = stored
    const written = await storage.write(key, { ...rest, minted }, { expectedRevision: revision })
    // As the next look will see it.
    return { credential: withToken({ ...before.credential, revision: written.revision }, minted), source: 'network' }
  }
  if (flow.renewal === 'mint') return { credential: withToken(before.credential, minted), source: 'network' }
  const after = await readLink(flow, stored)
  const owners = after.credential.revision !== task.known.revision && task.isLiving(after.credential)
  return { credential: owners ? after.credential : withToken(after.credential, minted), source: 'network' }
}
