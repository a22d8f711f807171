import { isCCProxyError } from '../errors/ccproxy-error.js'
import type { CredentialKey, NewOAuthCredential } from '../storage/credential.js'
import type { TokenStorage } from '../storage/token-storage.js'
import type { LogoutResult } from './token-manager.js'

/** Longer than a refresh that another process has under way. */
export const lockTimeoutMs = 150_000

export interface SignOut {
  readonly key: CredentialKey
  readonly storage: TokenStorage
  /** A rotation that could not be saved yet: it is the newest. */
  readonly unsaved: NewOAuthCredential | undefined
  readonly revoke: (credential: NewOAuthCredential) => Promise<LogoutResult['revocation']>
}

/** Waits for a refresh under way, then revokes the newest token and removes every copy. */
export async function signOut({ key, storage, unsaved, revoke }: SignOut): Promise<LogoutResult> {
  return storage.withLock(
    key,
    async () => {
      const stored = await storage.read(key).catch((error: unknown) => {
        if (isCCProxyError(error) && error.code === 'CCPROXY_STORAGE_CORRUPT') return 'unreadable' as const
        throw error
      })
      if (stored === 'unreadable') {
        await storage.remove(key, { expectedRevision: '' })
        return { removed: true, revocation: 'failed' }
      }
      if (stored === undefined) {
        // What was set aside, half written or noted of it goes too.
        await storage.remove(key, { expectedRevision: '' })
        return { removed: false, revocation: 'not-offered' }
      }
      const newest = unsaved ?? stored
      const revocation = newest.kind === 'oauth' ? await revoke(newest) : 'not-offered'
      return { removed: await storage.remove(key, { expectedRevision: stored.revision }), revocation }
    },
    { timeoutMs: lockTimeoutMs },
  )
}
