// An older copy of a login came back into the storage (a backup, a synchronised folder) while this process holds its successor.
import { toCCProxyError } from '../errors/ccproxy-error.js'
import type { ManagerContext } from '../plugin/context.js'
import type { Credential, CredentialKey } from '../storage/credential.js'
import { isNewerRotation } from '../storage/newer-rotation.js'
import type { TokenStorage } from '../storage/token-storage.js'
import { lockTimeoutMs } from './sign-out.js'

/** Writes the newer login over the older copy, if that is still there. Never rejects. */
export async function restoreRotation(
  { storage, logger }: Pick<ManagerContext, 'storage' | 'logger'>,
  key: CredentialKey,
  known: Credential,
): Promise<void> {
  try {
    await storage.withLock(
      key,
      async () => {
        const stored = await storage.read(key)
        if (stored === undefined || !isNewerRotation(known, stored)) return
        await writeAgain(storage, key, known, stored)
        logger.warn('an older copy of a login came back; the newer login was written over it', { ...key })
      },
      { timeoutMs: lockTimeoutMs },
    )
  } catch (error) {
    const { code, message, hint } = toCCProxyError(error)
    logger.warn('an older copy of a login could not be replaced', { ...key, code, message, hint })
  }
}

/** Under the lock. @throws CCPROXY_STORAGE_* */
export async function writeAgain(
  storage: TokenStorage,
  key: CredentialKey,
  { revision: _revision, ...known }: Credential,
  { revision }: Credential,
): Promise<Credential> {
  return await storage.write(key, known, { expectedRevision: revision })
}
