// A credential without a refresh token: its flow makes the grant anew. Nothing can be spent, so there is no ticket.
import { isCCProxyError } from '../errors/ccproxy-error.js'
import type { Credential, NewOAuthCredential, OAuthCredential } from '../storage/credential.js'
import { isAmbient } from './ambient-credential.js'
import { derivedRevision } from './derived-revision.js'
import type { RenewalTask, Renewed } from './renewal-task.js'

/** @throws CCPROXY_OAUTH_*: it may be tried again as soon as what is exchanged was put right */
export async function renewByExchange(task: RenewalTask, current: OAuthCredential): Promise<Renewed> {
  task.assertBound(current)
  return keep(task, current, await task.redeem(current))
}

async function keep(task: RenewalTask, current: OAuthCredential, next: NewOAuthCredential): Promise<Renewed> {
  const inMemory = { ...next, revision: derivedRevision(current, next.accessToken) }
  if (isAmbient(current)) return { credential: inMemory, source: 'network' }
  try {
    const credential = await task.storage.write(task.key, next, { expectedRevision: current.revision })
    return { credential, source: 'network' }
  } catch (error) {
    const theirs = isConflict(error) ? await task.storage.read(task.key) : undefined
    if (theirs !== undefined) return { credential: theirs, source: 'other-process' }
    if (isConflict(error)) throw error
    // A disk that refuses costs another exchange, not the request.
    return { credential: inMemory, source: 'network' }
  }
}

function isConflict(error: unknown): boolean {
  return isCCProxyError(error) && error.code === 'CCPROXY_STORAGE_CONFLICT'
}

/** It is renewed by exchange. */
export function isExchanged(credential: Credential): credential is OAuthCredential {
  return credential.kind === 'oauth' && credential.renewal === 'exchange'
}
