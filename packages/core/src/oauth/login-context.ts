import type { HttpClient } from '../http/http-client.js'
import type { Clock } from '../plugin/clock.js'
import type { CredentialKey } from '../storage/credential.js'

/** How a sign-in talks to the person. The CLI implements it; tests script it. */
export interface LoginInteraction {
  /**
   * Shows the address to visit. `openUrl` is what a browser may be started with instead: a one-time local address that
   * redirects, so that `state` stays out of the process list. `userCode` is for the device flow.
   */
  showUrl(url: URL, options?: { readonly userCode?: string; readonly openUrl?: URL }): Promise<void>
  /** One line from the person. Rejects when `signal` aborts. */
  prompt(question: string, options?: { readonly secret?: boolean; readonly signal?: AbortSignal }): Promise<string>
  notify(message: string): void
  /** Aborts when the person gives up (Ctrl-C). */
  readonly signal: AbortSignal
}

/** What a `custom` flow works with. */
export interface LoginContext {
  readonly key: CredentialKey
  readonly interaction: LoginInteraction
  /** Unsigned. */
  readonly http: HttpClient
  readonly clock: Clock
  readonly pkce: { readonly verifier: string; readonly challenge: string }
  /**
   * Listens on the loopback interface, raced against a pasted URL; resolves with the callback's parameters.
   * With `state`, answers whose state differs are refused and the attempt goes on.
   */
  readonly awaitCallback: (options: {
    readonly authorizeUrl: (redirectUri: string) => URL
    /** Default `127.0.0.1`; `localhost` for providers that know only the name. */
    readonly host?: '127.0.0.1' | '[::1]' | 'localhost'
    readonly path?: string
    readonly ports?: readonly number[]
    readonly state?: string
  }) => Promise<URLSearchParams>
}
