// When a token must be renewed. Two clocks watch it: the wall clock knows about sleep, the monotonic one about changes
// of the wall clock. Whichever says so first is believed.
import type { Clock } from '../plugin/clock.js'
import type { Credential } from '../storage/credential.js'

/** A plugin's default lead, ms. */
export const defaultLeadMs = 120_000
/** A file of another machine may be ahead by this much before its times are doubted. */
const toleratedSkewMs = 60_000

export interface Freshness {
  /** Milliseconds until the token ends; undefined: it never does. */
  readonly remainingMs: () => number | undefined
  /** Milliseconds before the end at which a renewal is due. */
  readonly leadMs: number
}

function expiryOf(credential: Credential): number | undefined {
  if (credential.kind === 'oauth') return credential.expiresAt
  if (credential.kind === 'api-key') return undefined
  // Nothing to use is nothing that lives.
  return credential.minted === undefined ? 0 : credential.minted.expiresAt
}

function birthOf(credential: Credential): number {
  return (credential.kind === 'linked' ? credential.minted?.obtainedAt : undefined) ?? credential.obtainedAt
}

/**
 * The owner's own programs go first: its SDKs renew about half a minute before the end, and two that renew at once spend
 * the owner's refresh token twice. Still in time for the ten seconds that a hand-off may take.
 */
const handOffLeadMs = 20_000

function longestLead(credential: Credential, leadMs: number): number {
  const isHandedOff = credential.kind === 'linked' && credential.renewal === 'hand-off'
  return isHandedOff ? Math.min(leadMs, handOffLeadMs) : leadMs
}

/** @param leadMs the plugin's lead; the smaller of it and a fifth of the lifetime counts, with jitter */
export function freshnessOf(credential: Credential, clock: Clock, leadMs: number = defaultLeadMs): Freshness {
  const expiresAt = expiryOf(credential)
  if (expiresAt === undefined) return { leadMs: 0, remainingMs: () => undefined }
  if (expiresAt === 0) return { leadMs: 0, remainingMs: () => 0 }

  const wall = clock.now()
  // Obtained in the future: the clock was set back since, so the time left is not known. One refresh makes it known.
  const doubted = credential.obtainedAt > wall + toleratedSkewMs
  const monotonicEnd = clock.monotonic() + (doubted ? 0 : expiresAt - wall)
  const lifetimeMs = Math.max(0, expiresAt - birthOf(credential))
  const jitter = 0.9 + Math.random() * 0.1
  return {
    leadMs: Math.min(longestLead(credential, leadMs), lifetimeMs * 0.2) * jitter,
    remainingMs: () => Math.min(expiresAt - clock.now(), monotonicEnd - clock.monotonic()),
  }
}
