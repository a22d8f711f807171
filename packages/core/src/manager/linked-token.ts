// Another tool's credential: read live, its refresh token never spent by us.
import { createHash } from 'node:crypto'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { LinkedFlow, LinkedReading, OAuthFlow } from '../oauth/oauth-flow.js'
import type { Credential, LinkedCredential } from '../storage/credential.js'

type LinkedToken = NonNullable<LinkedCredential['minted']>

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
  const reading = await flow.read(stored.source).catch(() => 'unreadable' as const)
  if (reading === 'unreadable') return { credential: stored, reading: undefined }
  if (reading === undefined) return { credential: goneLink(stored), reading }
  return { credential: withToken(stored, longestLiving(tokenOf(reading), stored.minted)), reading }
}

/** The same pointer with another token is another revision: a request that was refused can tell. */
export function withToken(stored: LinkedCredential, token: LinkedToken | undefined): LinkedCredential {
  if (token === undefined || token.accessToken === stored.minted?.accessToken) return stored
  const fingerprint = createHash('sha256').update(token.accessToken).digest('hex').slice(0, 16)
  return { ...stored, minted: token, revision: `${pointerOf(stored)}#${fingerprint}` }
}

/** The same stored pointer, whatever token each of them knows. */
export function isSameLink(one: LinkedCredential, other: LinkedCredential): boolean {
  return pointerOf(one) === pointerOf(other)
}

function pointerOf({ revision }: LinkedCredential): string {
  return revision.split('#', 1)[0] ?? revision
}

function tokenOf({ accessToken, expiresAt }: LinkedReading): LinkedToken | undefined {
  if (accessToken === undefined) return undefined
  return { accessToken, ...(expiresAt !== undefined && { expiresAt }) }
}

function longestLiving(a: LinkedToken | undefined, b: LinkedToken | undefined): LinkedToken | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return (b.expiresAt ?? Number.POSITIVE_INFINITY) > (a.expiresAt ?? Number.POSITIVE_INFINITY) ? b : a
}

function goneLink(stored: LinkedCredential): LinkedCredential {
  const reason = `there is no login at ${stored.source['where'] ?? 'the place it was linked to'} any more`
  return { ...stored, needsLogin: { at: stored.obtainedAt, code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN', reason } }
}
