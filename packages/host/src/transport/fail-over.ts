import type { CCProxyError, FailureKind } from '@ccproxy/core'
import type { ResponseHead } from './upstream-attempt.js'

/** Why a provider does not serve a request: what it answered, or what kept us from asking it. */
export type Refusal =
  | {
      readonly from: 'provider'
      readonly head: ResponseHead
      readonly kind: FailureKind
      /** What the body says of when to come back. */
      readonly retryAfterMs?: number | undefined
    }
  | { readonly from: 'us'; readonly error: CCProxyError }

/** Offers a request that a provider refused to another one. Nothing has gone to the client until then. */
export interface FailOver {
  /** Another provider was asked before for this request: observers know of it already. */
  readonly isFollowUp: boolean
  /**
   * Resolves once it is known who answers. True: the refusal goes out to the client. False: nothing of this exchange
   * does, somebody else answers. Never rejects.
   */
  refused(refusal: Refusal): Promise<boolean>
}
