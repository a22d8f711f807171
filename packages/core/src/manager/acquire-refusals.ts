import { CCProxyError } from '../errors/ccproxy-error.js'
import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { CredentialKey } from '../storage/credential.js'
import type { Account, HeldToken } from './account.js'
import { nameOf } from './renewal-task.js'

/** A provider that just failed is not asked at every request. @throws CCPROXY_CREDENTIAL_REFRESH_LIMIT */
export function backedOff(key: CredentialKey, entry: Account, held: HeldToken, now: number): TokenSnapshot {
  const { lastError } = entry
  // No failure: the provider hands out tokens that are born expired. Using one is all that can be done.
  if (lastError === undefined) return held.snapshot
  const seconds = Math.ceil(entry.backOff.remainingMs / 1000)
  throw new CCProxyError(
    'CCPROXY_CREDENTIAL_REFRESH_LIMIT',
    `the last refresh of ${nameOf(key)} failed (${lastError.code})`,
    {
      hint: `${lastError.hint} Next try in ${seconds} s.`,
      retryAt: now + seconds * 1000,
    },
  )
}

export function absentError(key: CredentialKey): CCProxyError {
  return new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `nobody is signed in to ${nameOf(key)}`, {
    hint: `Run: ccproxy auth login ${key.provider}${key.account === 'default' ? '' : ` --account ${key.account}`}`,
  })
}
