import type { Credential, NewCredential } from '../storage/credential.js'

/** Same grant, higher generation. No clock is asked: clocks go back. */
export function isNewerRotation(candidate: NewCredential, than: Credential): boolean {
  if (candidate.kind !== 'oauth' || than.kind !== 'oauth') return false
  return candidate.grantId === than.grantId && candidate.generation > than.generation
}
