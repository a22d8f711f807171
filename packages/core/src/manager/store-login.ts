import { isCCProxyError } from '../errors/ccproxy-error.js'
import type { ManagerContext } from '../plugin/context.js'
import type { Credential, CredentialKey, NewCredential } from '../storage/credential.js'
import { datedSignIn } from './dated-credential.js'
import type { LinkedToken } from './linked-token.js'
import { forgetError } from './noted-error.js'
import { lockTimeoutMs } from './sign-out.js'

export interface StoredLogin {
  readonly credential: Credential
  /** What the owner of a link handed over: it stays in memory. */
  readonly inMemory: LinkedToken | undefined
}

/** Puts what a sign-in brought in the place of the login that was there. @throws CCPROXY_STORAGE_* */
export async function storeLogin(
  context: Pick<ManagerContext, 'storage' | 'clock' | 'logger'>,
  key: CredentialKey,
  next: NewCredential,
): Promise<StoredLogin> {
  const { storage, clock } = context
  const { kept, inMemory } = partsOf(next)
  const credential = await storage.withLock(
    key,
    async () => {
      const current = await storage.read(key).catch(orUnreadable)
      const dated = datedSignIn(kept, clock.now())
      return storage.write(key, dated, { expectedRevision: current?.revision ?? null })
    },
    { timeoutMs: lockTimeoutMs },
  )
  await forgetError(context, key)
  await storage.tickets.sweep?.()
  return { credential, inMemory }
}

/** What was minted is ours to keep; what was handed over is its owner's. */
function partsOf(next: NewCredential): { readonly kept: NewCredential; readonly inMemory: LinkedToken | undefined } {
  if (next.kind !== 'linked' || next.renewal === 'mint') return { kept: next, inMemory: undefined }
  const { minted, ...kept } = next
  return { kept, inMemory: minted }
}

/** What cannot be read is replaced by a sign-in, and set aside by the storage. */
export function orUnreadable(error: unknown): undefined {
  if (isCCProxyError(error) && error.code === 'CCPROXY_STORAGE_CORRUPT') return undefined
  throw error
}
