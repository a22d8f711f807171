import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { CredentialKey } from '../storage/credential.js'
import type { TokenManager } from './token-manager.js'

export interface CredentialAttempt<T> {
  attempt(token: TokenSnapshot): Promise<T>
  /** True when the provider refused the token (401). */
  isRejected(result: T): boolean
  /** False when the request cannot be sent again (its body is gone). Default: it can. */
  canReplay?(result: T): boolean
  /** Lets go of a result that nobody will see. */
  discard(result: T): void | Promise<void>
  readonly signal?: AbortSignal
}

/**
 * Sends with the current token and, when the provider refuses it, renews once and sends once more. When there is nothing
 * newer, or the renewal fails, the first refusal stands: it is the provider's own word.
 * @throws what `acquire` throws before the first attempt, and what `attempt` throws
 */
export async function withCredential<T>(
  manager: TokenManager,
  key: CredentialKey,
  options: CredentialAttempt<T>,
): Promise<T> {
  const waiting = options.signal === undefined ? {} : { signal: options.signal }
  const token = manager.peek(key) ?? (await manager.acquire(key, waiting))
  const first = await options.attempt(token)
  if (!options.isRejected(first) || options.canReplay?.(first) === false) return first

  const newer = await manager.acquire(key, { ...waiting, rejected: token }).catch(() => undefined)
  if (newer === undefined || newer.revision === token.revision || options.canReplay?.(first) === false) return first
  await options.discard(first)
  return options.attempt(newer)
}
