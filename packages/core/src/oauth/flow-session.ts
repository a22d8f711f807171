import type { HookBus } from '../hooks/hook-bus.js'
import type { BeforeSend, Fetch, HttpClient } from '../http/http-client.js'
import type { Clock } from '../plugin/clock.js'
import type { Logger } from '../plugin/logger.js'
import type { CredentialKey, OAuthCredential } from '../storage/credential.js'
import type { LoginInteraction } from './login-context.js'

/** What every call to an authorization server works with. */
export interface FlowSession {
  readonly key: CredentialKey
  /** Never follows redirects by itself: callers pass `redirect: 'manual'`. */
  readonly fetch: Fetch
  /** Awaited before a token request leaves: a refresh token that works once is about to be sent. */
  readonly beforeSend?: BeforeSend
  /** Unsigned, for custom flows. */
  readonly http: HttpClient
  readonly clock: Clock
  readonly hooks: HookBus
  readonly logger: Logger
  /** Goes into `boundTo`. */
  readonly plugin: string
  /** Origin of the API that the token is for; goes into `boundTo`. */
  readonly apiOrigin: string
}

/** A sign-in. */
export interface LoginSession extends FlowSession {
  readonly interaction: LoginInteraction
  /** The login of this account that will be replaced. */
  readonly previous: OAuthCredential | undefined
  readonly installationId: string
  /** 0: any free port. Wins over the ports of the flow when it is not 0. */
  readonly callbackPort: number
  readonly environment: Readonly<Record<string, string | undefined>>
}
