// What observers are told. Never a token, a code, a verifier, a query string or a body.
import type { FailureKind } from '../adapter/upstream-failure.js'
import type { CredentialKey } from '../storage/credential.js'
import type { MeteredAnswer } from './token-usage.js'

interface RequestIdentity {
  readonly requestId: string
  readonly provider: string
}

interface OAuthIdentity {
  readonly key: CredentialKey
  readonly flow: string
}

export interface HookPayloads {
  'app.startup': { readonly version: string }
  'app.ready': { readonly url: string; readonly providers: readonly string[] }
  'app.shutdown': { readonly reason: string }
  'plugin.loaded': { readonly name: string; readonly version: string }
  'plugin.error': { readonly name: string; readonly code: string; readonly message: string }
  /** `path` is without the query. */
  'request.started': RequestIdentity & { readonly method: string; readonly path: string }
  /**
   * The client has its answer. `bytes` is the size of the body that it got. Usage is looked for only while somebody watches
   * this event, which is asked when the provider's answer begins.
   */
  'request.completed': RequestIdentity &
    MeteredAnswer & {
      readonly account: string
      readonly status: number
      readonly durationMs: number
      readonly bytes: number
    }
  /**
   * CCProxy could not complete it; an error status of the provider is a completed request. `usage` is what the provider had
   * counted when the answer broke off or the client left, which is less than what it bills; present only where somebody
   * watches `request.completed` too. `account` is absent in payloads of older hosts.
   */
  'request.failed': RequestIdentity &
    MeteredAnswer & { readonly account?: string; readonly code: string; readonly durationMs: number }
  'provider.request.prepared': RequestIdentity & {
    readonly account: string
    readonly origin: string
    readonly path: string
  }
  'provider.request.sent': RequestIdentity & { readonly attempt: number }
  'provider.response.received': RequestIdentity & { readonly status: number; readonly latencyMs: number }
  'provider.error': RequestIdentity & { readonly status: number; readonly kind: FailureKind | 'transport' }
  /**
   * The provider's JSON response is complete; the client has it already. At most its first MiB, without content-encoding,
   * in the provider's own words. Built only for listeners registered with `content: true`, and only they get `bytes`.
   */
  'provider.response.body': RequestIdentity & {
    readonly status: number
    readonly isTruncated: boolean
    readonly bytes?: Uint8Array
  }
  'provider.stream.start': RequestIdentity
  /** `bytes` is shared with the socket: read it before returning. Only listeners registered with `content: true` get it. */
  'provider.stream.chunk': RequestIdentity & {
    readonly sequence: number
    readonly byteLength: number
    readonly bytes?: Uint8Array
  }
  'provider.stream.end': RequestIdentity & {
    readonly chunks: number
    readonly bytes: number
    readonly complete: boolean
  }
  'oauth.token.request': OAuthIdentity & { readonly grant: string }
  'oauth.token.response': OAuthIdentity & { readonly status: number; readonly durationMs: number }
  'oauth.refresh.request': OAuthIdentity & { readonly reason: 'expired' | 'expiring' | 'rejected' | 'forced' }
  'oauth.refresh.response': OAuthIdentity & {
    readonly revision: string
    readonly source: 'network' | 'other-process'
    readonly expiresAt?: number
  }
  /** Once a day while the end of a login is near; a refresh does not move it. `endsAt` is epoch ms. */
  'oauth.login.ending': OAuthIdentity & { readonly endsAt: number }
  'oauth.error': OAuthIdentity & { readonly code: string; readonly message: string; readonly hint: string }
}
