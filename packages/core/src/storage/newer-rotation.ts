import type { Credential, NewCredential } from './credential.js'

/** The same rotation of the same grant, in two places. */
export function isSameRotation(one: NewCredential, other: NewCredential): boolean {
  if (one.kind !== 'oauth' || other.kind !== 'oauth') return false
  return one.grantId === other.grantId && one.generation === other.generation
}

/** Same grant, higher generation. No clock is asked: clocks go back. */
export function isNewerRotation(candidate: NewCredential, than: Credential): boolean {
  if (candidate.kind !== 'oauth' || than.kind !== 'oauth') return false
  return candidate.grantId === than.grantId && candidate.generation > than.generation
}
