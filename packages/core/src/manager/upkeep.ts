// When a login should be renewed although nobody asks for it.
import type { Clock } from '../plugin/clock.js'
import { type LoginEnd, loginEndOf } from '../snapshot/login-end.js'
import { type Account, canRenew, type HeldToken } from './account.js'

/** What keeping one login alive takes. */
export interface Upkeep {
  /** Epoch ms. Absent: never. */
  readonly refreshAt?: number
  /** Refreshes of one OAuth client are made one after the other. Absent: unknown. */
  readonly clientId?: string
  /** `OAuthFlow.id`. */
  readonly flow: string
  /** Absent: no end of the login is known, or it has ended. */
  readonly end?: LoginEnd
}

/** An account that no request used for this long is only kept from dying. */
export const keptFreshMs = 86_400_000

export function upkeepOf(entry: Account, held: HeldToken, clock: Clock): Upkeep {
  const { credential, broken } = held
  const { flow, needsLogin } = credential
  if (broken !== undefined || needsLogin !== undefined) return { flow }
  const refreshAt = refreshTimeOf(entry, held, clock)
  const end = loginEndOf(credential)
  return {
    flow,
    ...(refreshAt !== undefined && { refreshAt: Math.max(refreshAt, clock.now() + entry.backOff.remainingMs) }),
    ...(credential.kind === 'oauth' && credential.clientId !== undefined && { clientId: credential.clientId }),
    ...(end !== undefined && { end }),
  }
}

function refreshTimeOf(entry: Account, held: HeldToken, clock: Clock): number | undefined {
  const remaining = held.freshness.remainingMs()
  if (remaining === undefined || !canRenew(held.credential)) return undefined
  const now = clock.now()
  const { credential } = held
  if (clock.monotonic() - entry.usedAt > keptFreshMs) return halfLifeOf(held, now)
  const notBefore = credential.kind === 'oauth' ? (credential.refreshNotBefore ?? 0) : 0
  // Asked to wait beyond the end of the token, it is renewed at its end.
  return Math.max(now + remaining - held.freshness.leadMs, Math.min(notBefore, now + remaining), now)
}

/** One refresh in the middle of the refresh token's life, so that a login nobody uses is still there when it is wanted. */
function halfLifeOf({ credential }: HeldToken, now: number): number | undefined {
  if (credential.kind !== 'oauth' || credential.refreshTokenExpiresAt === undefined) return undefined
  const { obtainedAt, refreshTokenObtainedAt = obtainedAt, refreshTokenExpiresAt } = credential
  const half = (refreshTokenObtainedAt + refreshTokenExpiresAt) / 2
  // Past its end there is nothing to keep; after the one refresh there is nothing more to do.
  return now >= refreshTokenExpiresAt || obtainedAt >= half ? undefined : Math.max(half, now)
}
