// What a manager remembers of one account between requests.

import type { Clock } from '../plugin/clock.js'
import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { TokenError, TokenState } from '../snapshot/token-state.js'
import type { Credential } from '../storage/credential.js'
import { BackOff } from './back-off.js'
import type { Freshness } from './freshness.js'
import type { UnsavedRotation } from './renewal-task.js'

/** A credential in memory, with its clocks running. */
export interface HeldToken {
  readonly credential: Credential
  readonly snapshot: TokenSnapshot
  readonly freshness: Freshness
  /** Settings changed since the sign-in: it must not be sent anywhere. */
  readonly broken: Error | undefined
}

export interface CredentialOrigin {
  /** Absent: in the storage. */
  readonly where?: string
  readonly shadows: readonly string[]
}

export class Account {
  readonly backOff: BackOff
  held: HeldToken | undefined
  /** Another process may have written: read again before the next use. */
  stale = false
  /** Monotonic, ms. */
  loadedAt = 0
  flight: Promise<TokenSnapshot> | undefined
  lastError: TokenError | undefined
  /** Where its credential is when that is not the storage, and what it wins over. */
  origin: CredentialOrigin = { shadows: [] }
  /** What another process noted, as of the last look. */
  noted: TokenError | undefined
  /** Monotonic time of the last request that wanted its token. */
  usedAt: number = Number.NEGATIVE_INFINITY
  /** Monotonic time of the last refresh that a 401 caused. */
  rejectedRefreshAt: number = Number.NEGATIVE_INFINITY
  unsaved: UnsavedRotation | undefined
  /** An older copy of its login is being written over. */
  restoring: Promise<void> | undefined
  /** Why the storage could not be read the last time; what is in memory is used meanwhile. */
  unreadable: TokenError | undefined

  constructor(clock: Clock) {
    this.backOff = new BackOff(clock)
  }
}

export function canRenew({ needsLogin, ...credential }: Credential): boolean {
  if (needsLogin !== undefined) return false
  if (credential.kind === 'linked') return credential.renewal !== 'owner-only'
  return credential.kind === 'oauth' && (credential.refreshToken !== undefined || credential.renewal === 'exchange')
}

export function isLiving({ remainingMs }: Freshness, forMs = 0): boolean {
  const remaining = remainingMs()
  return remaining === undefined || remaining > forMs
}

/** A renewal is due: little is left, and there is a way to get more. */
export function isDue({ credential, freshness }: Pick<HeldToken, 'credential' | 'freshness'>, now: number): boolean {
  if (!canRenew(credential) || isLiving(freshness, freshness.leadMs)) return false
  return credential.kind !== 'oauth' || (credential.refreshNotBefore ?? 0) <= now || !isLiving(freshness)
}

export function stateOf(token: Pick<HeldToken, 'credential' | 'freshness' | 'broken'>, now: number): TokenState {
  if (token.credential.needsLogin !== undefined || token.broken !== undefined) return 'needs-login'
  if (!isLiving(token.freshness)) return canRenew(token.credential) ? 'expired' : 'needs-login'
  return isDue(token, now) ? 'expiring' : 'valid'
}

/** For the hot path. */
export function isFresh({ freshness, broken }: Pick<HeldToken, 'freshness' | 'broken'>): boolean {
  return broken === undefined && isLiving(freshness, freshness.leadMs)
}
