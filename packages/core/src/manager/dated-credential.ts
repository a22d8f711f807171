// When a login began. Providers tell ends only; a refresh must not make a login look younger than it is.
import type { NewCredential, NewOAuthCredential, OAuthCredential } from '../storage/credential.js'

/** Ends that differ by less are the same end, told anew. */
const sameEndMs = 60_000

export function datedSignIn(next: NewCredential, now: number): NewCredential {
  if (next.kind !== 'oauth' || next.refreshTokenExpiresAt === undefined) return { ...next, signedInAt: now }
  return { ...next, signedInAt: now, refreshTokenObtainedAt: now }
}

export function datedRenewal(next: NewOAuthCredential, previous: OAuthCredential): NewOAuthCredential {
  const { signedInAt: _signedInAt, refreshTokenObtainedAt: _refreshTokenObtainedAt, ...rest } = next
  const signedInAt = previous.signedInAt ?? (previous.generation === 1 ? previous.obtainedAt : undefined)
  const refreshTokenObtainedAt = lifeBegin(next, previous)
  return {
    ...rest,
    ...(signedInAt !== undefined && { signedInAt }),
    ...(refreshTokenObtainedAt !== undefined && { refreshTokenObtainedAt }),
  }
}

function lifeBegin(next: NewOAuthCredential, previous: OAuthCredential): number | undefined {
  const { refreshTokenExpiresAt: end } = next
  if (end === undefined) return undefined
  const before = previous.refreshTokenExpiresAt
  const isSameLife = before !== undefined && Math.abs(end - before) < sameEndMs
  return isSameLife ? (previous.refreshTokenObtainedAt ?? previous.obtainedAt) : next.obtainedAt
}
