import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { BeforeSend } from '../http/http-client.js'
import type {
  Credential,
  CredentialKey,
  LinkedCredential,
  NeedsLogin,
  NewOAuthCredential,
  OAuthCredential,
} from '../storage/credential.js'
import type { TokenStorage } from '../storage/token-storage.js'
import type { TicketNames } from './held-ticket.js'

/** What a renewal is done with and for. */
export interface RenewalTask {
  readonly key: CredentialKey
  readonly storage: TokenStorage
  /** What the manager held when it decided to renew. */
  readonly known: Credential
  /** What an earlier renewal of this process brought and no disk has taken yet: it is newer than what is stored. */
  readonly unsaved: UnsavedRotation | undefined
  /** Renews a credential of another tool. */
  renewLink(stored: LinkedCredential): Promise<Renewed>
  /** One call of the token endpoint. @param beforeSend absent: nothing that works once is sent */
  redeem(credential: OAuthCredential, beforeSend?: BeforeSend): Promise<NewOAuthCredential>
  /** Never rejects. */
  revoke(credential: NewOAuthCredential): Promise<void>
  /** @throws CCPROXY_CREDENTIAL_BINDING */
  assertBound(credential: OAuthCredential): void
  /** The access token can still be used, as far as is known. */
  isLiving(credential: Credential): boolean
  now(): number
}

export interface Renewed {
  readonly credential: Credential
  readonly source: 'network' | 'other-process'
  /** Set when the new credential could not be saved: it lives in memory until it is. */
  readonly unsaved?: UnsavedRotation
}

export interface UnsavedRotation {
  readonly next: NewOAuthCredential
  readonly expectedRevision: string
  readonly ticket: TicketNames
  readonly cause: unknown
  /** The second place that has it. Absent: this process alone has it. */
  readonly aside?: string
}

/** Writes that only a person can help, for every process to see. @returns the error to throw */
export async function markNeedsLogin(
  task: RenewalTask,
  stored: Credential,
  reason: string,
  hint?: string,
): Promise<CCProxyError> {
  const needsLogin: NeedsLogin = {
    at: task.now(),
    code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
    reason,
    ...(hint !== undefined && { hint }),
  }
  const { revision, ...rest } = stored
  try {
    await task.storage.write(task.key, { ...rest, needsLogin }, { expectedRevision: revision })
  } catch (cause) {
    if (isCCProxyError(cause) && cause.code === 'CCPROXY_STORAGE_CONFLICT') return cause
    // A disk that refuses does not change what a person has to do.
    return endedError(task.key, needsLogin, cause)
  }
  return endedError(task.key, needsLogin)
}

/** Why a credential that says so itself is of no use any more. */
export function endedError(key: CredentialKey, { reason, hint }: NeedsLogin, cause?: unknown): CCProxyError {
  const error = needsLoginError(key, reason, cause)
  return hint === undefined
    ? error
    : new CCProxyError(error.code, error.message, { hint: `${hint} ${error.hint}`, cause })
}

export function needsLoginError(key: CredentialKey, reason: string, cause?: unknown): CCProxyError {
  return new CCProxyError('CCPROXY_CREDENTIAL_NEEDS_LOGIN', `${nameOf(key)} needs a new sign-in: ${reason}`, {
    hint: `Run: ccproxy auth login ${key.provider}${key.account === 'default' ? '' : ` --account ${key.account}`}`,
    cause,
  })
}

export function nameOf({ provider, account }: CredentialKey): string {
  return account === 'default' ? provider : `${provider}/${account}`
}
