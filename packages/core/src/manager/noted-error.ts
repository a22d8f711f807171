// The last refresh error, kept where other processes can show it. It is a courtesy: nothing fails because of it.
import { toCCProxyError } from '../errors/ccproxy-error.js'
import type { ManagerContext } from '../plugin/context.js'
import type { TokenError } from '../snapshot/token-state.js'
import type { CredentialKey } from '../storage/credential.js'

/** A holder that takes longer writes more important things. */
const lockTimeoutMs = 1000

type Context = Pick<ManagerContext, 'storage' | 'logger'>

/** Never rejects. An account that was signed out meanwhile leaves nothing behind. */
export async function noteError({ storage, logger }: Context, key: CredentialKey, error: TokenError): Promise<void> {
  if (storage.noteError === undefined) return
  const note = async (): Promise<void> => {
    if ((await storage.read(key)) !== undefined) await storage.noteError?.(key, error)
  }
  await storage
    .withLock(key, note, { timeoutMs: lockTimeoutMs })
    .catch((cause: unknown) => logger.warn('the refresh error could not be noted', reasonOf(key, cause)))
}

/** Never rejects. */
export async function forgetError({ storage, logger }: Context, key: CredentialKey): Promise<void> {
  await storage
    .noteError?.(key, undefined)
    .catch((cause: unknown) => logger.warn('a past refresh error could not be forgotten', reasonOf(key, cause)))
}

function reasonOf(key: CredentialKey, cause: unknown): object {
  return { ...key, code: toCCProxyError(cause).code }
}
