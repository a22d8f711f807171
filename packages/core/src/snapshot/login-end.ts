// When a login ends, so that no refresh helps any more and a person has to sign in again.
import type { Credential } from '../storage/credential.js'

const noticeMs = 3 * 86_400_000

export interface LoginEnd {
  /** Epoch ms. */
  readonly at: number
  /** From when on to tell, epoch ms: the last three days, or the last fifth of a shorter life. */
  readonly noticeAt: number
}

/** Undefined: no end is known. */
export function loginEndOf(credential: Credential): LoginEnd | undefined {
  // Without a refresh token the flow makes the next token anew.
  if (credential.kind !== 'oauth' || credential.renewal === 'exchange') return undefined
  const { refreshToken, refreshTokenExpiresAt, refreshTokenObtainedAt, expiresAt, obtainedAt } = credential
  const at = refreshToken === undefined ? expiresAt : refreshTokenExpiresAt
  if (at === undefined) return undefined
  const since = refreshToken === undefined ? obtainedAt : (refreshTokenObtainedAt ?? obtainedAt)
  return { at, noticeAt: at - Math.min(noticeMs, Math.max(0, at - since) * 0.2) }
}
