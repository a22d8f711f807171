// Another tool's credential: read live, its refresh token never spent by us.
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { LinkedFlow, LinkedReading, OAuthFlow } from '../oauth/oauth-flow.js'
import type { Credential, LinkedCredential, NeedsLogin } from '../storage/credential.js'
import { derivedRevision, originalRevision } from './derived-revision.js'

export type LinkedToken = NonNullable<LinkedCredential['minted']>

/** What is in force of a stored link: the pointer, with the token that lives longest. */
export interface LiveLink {
  readonly credential: LinkedCredential
  readonly reading: LinkedReading | undefined
}

/** @throws CCPROXY_OAUTH_FLOW_UNKNOWN when the plugin does not offer the link any more */
export function linkedFlow(flows: readonly OAuthFlow[], { flow: id }: Credential): LinkedFlow {
  const flow = flows.find((one) => one.id === id)
  if (flow?.kind === 'linked') return flow
  throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNKNOWN', `the link ${id} is not offered any more`)
}

/**
 * Looks at the owner's credential now. What cannot be read this moment (it may be being written) leaves what is known; what
 * is gone needs a person.
 */
export async function readLink(flow: LinkedFlow, stored: LinkedCredential): Promise<LiveLink> {
  const reading = await flow.read(stored.source).catch(refusalOf)
  if (reading === 'unreadable') return { credential: stored, reading: undefined }
  if (isCCProxyError(reading)) return { credential: refusedLink(stored, reading), reading: undefined }
  if (reading === undefined) return { credential: goneLink(stored), reading }
  const { profile = stored.profile } = reading
  const current = { ...stored, ...(profile !== undefined && { profile }) }
  return { credential: withToken(current, longestLiving(tokenOf(reading), keptOf(stored, reading))), reading }
}

/** The same pointer with another token is another revision: a request that was refused can tell. */
export function withToken(stored: LinkedCredential, token: LinkedToken | undefined): LinkedCredential {
  if (token === undefined) return withoutToken(stored)
  const facts = JSON.stringify(stored.profile?.attributes ?? {})
  return { ...stored, minted: token, revision: derivedRevision(stored, token.accessToken, facts) }
}

function withoutToken({ minted: _minted, ...stored }: LinkedCredential): LinkedCredential {
  return { ...stored, revision: originalRevision(stored) }
}

/** Only a refusal that the plugin words itself is one; anything else may be over in a moment. */
function refusalOf(error: unknown): CCProxyError | 'unreadable' {
  return isCCProxyError(error) ? error : 'unreadable'
}

function refusedLink(stored: LinkedCredential, { code, message, hint }: CCProxyError): LinkedCredential {
  return unusable(stored, { at: stored.obtainedAt, code, reason: message, hint })
}

/** Another revision: what is usable again later must not look like the same. */
function unusable(stored: LinkedCredential, needsLogin: NeedsLogin): LinkedCredential {
  return { ...stored, needsLogin, revision: derivedRevision(stored, needsLogin.reason) }
}

function tokenOf({ accessToken, expiresAt, fingerprint }: LinkedReading): LinkedToken | undefined {
  if (accessToken === undefined) return undefined
  return { accessToken, fingerprint, ...(expiresAt !== undefined && { expiresAt }) }
}

/** What was kept of a login that is not there any more is somebody else's. */
function keptOf({ minted }: LinkedCredential, { fingerprint }: LinkedReading): LinkedToken | undefined {
  return minted?.fingerprint === undefined || minted.fingerprint === fingerprint ? minted : undefined
}

function longestLiving(a: LinkedToken | undefined, b: LinkedToken | undefined): LinkedToken | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return (b.expiresAt ?? Number.POSITIVE_INFINITY) > (a.expiresAt ?? Number.POSITIVE_INFINITY) ? b : a
}

function goneLink(stored: LinkedCredential): LinkedCredential {
  const reason = `there is no login at ${stored.source['where'] ?? 'the place it was linked to'} any more`
  return unusable(stored, { at: stored.obtainedAt, code: 'CCPROXY_CREDENTIAL_ABSENT', reason })
}
