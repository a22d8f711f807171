import type { Credential } from '@ccproxy/core'

/** A renewal brings another token, without a person. */
export function isRenewable(credential: Credential | undefined): boolean {
  if (credential?.kind === 'linked') return credential.renewal === 'mint'
  return credential?.kind === 'oauth' && (credential.refreshToken !== undefined || credential.renewal === 'exchange')
}
