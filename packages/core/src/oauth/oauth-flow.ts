// How a provider is signed in to: data, plus four small named functions where providers deviate.

import type { HttpClient } from '../http/http-client.js'
import type { Clock } from '../plugin/clock.js'
import type {
  CredentialKey,
  CredentialProfile,
  NewCredential,
  NewOAuthCredential,
  OAuthCredential,
} from '../storage/credential.js'
import type { LoginContext } from './login-context.js'
import type { TokenEndpoint } from './token-endpoint.js'

interface FlowBase {
  /** What `--flow` takes and the credential remembers: `browser`, `device`, `key`, … */
  readonly id: string
  readonly label: string
  /** Set when it cannot be used as configured; `auth providers` prints it. Sorted last. */
  readonly unavailable?: { readonly reason: string; readonly hint: string } | undefined
}

/** What needs nobody to sign in, because the settings or the environment say all. */
interface Ambient {
  /**
   * True: the default account uses it when there is no stored login and no key; what it brings stays in memory. Called
   * whenever the credential is looked for, so it must be quick. Absent: only a login makes it used.
   */
  ambient?(): boolean
}

interface OAuthClient {
  readonly clientId: string | undefined
  readonly clientSecret?: string | undefined
  readonly scopes: readonly string[]
  readonly token: TokenEndpoint
  /** RFC 7009. */
  readonly revokeUrl?: string | undefined
  /** RFC 9207: when set, `iss` in the callback must equal it. */
  readonly issuer?: string | undefined
}

interface Discovering {
  /**
   * Endpoints that are empty strings here are read from the metadata of `issuer`, at this well-known name, whenever they are
   * needed. Absent: nothing is.
   */
  readonly discovery?: 'openid-configuration' | 'oauth-authorization-server'
}

export type RedirectTarget =
  | {
      readonly kind: 'loopback'
      readonly host?: '127.0.0.1' | '[::1]' | 'localhost'
      /** Default `/callback`. Empty: the redirect is sent without one, where the provider compares it letter by letter. */
      readonly path?: string
      readonly ports?: readonly number[]
    }
  | { readonly kind: 'manual'; readonly uri: string }

/** What a sign-in may keep beside the tokens. */
export type CredentialAdditions = Partial<
  Pick<OAuthCredential, 'profile' | 'extra' | 'refreshNotBefore' | 'refreshTokenExpiresAt'>
>

/** RFC 6749 §4.1 with PKCE (RFC 7636) and a loopback redirect (RFC 8252 §7.3). */
export interface AuthorizationCodeFlow extends FlowBase, OAuthClient, Discovering {
  readonly kind: 'authorization-code'
  readonly authorizeUrl: string
  readonly pkce: 'S256' | 'none'
  readonly redirect: RedirectTarget
  /** The authorization metadata says that `iss` always comes (RFC 9207 §2.4). */
  readonly issuerRequired?: boolean
  /** OpenID Connect: a nonce is sent and the id token verified. `algorithm` default RS256. */
  readonly idToken?: { readonly issuer: string; readonly jwksUrl: string; readonly algorithm?: string }
  /** Extra authorize parameters; `previous` is the credential of an earlier login of this account. */
  authorizeParams?(login: {
    readonly previous: OAuthCredential | undefined
    readonly installationId: string
  }): Readonly<Record<string, string>>
  /** May name the client that the exchange must use (dynamic registration). */
  callback?(params: URLSearchParams, previous: OAuthCredential | undefined): { readonly clientId?: string }
  /** Tokens → what else to keep. */
  credential?(answer: Readonly<Record<string, unknown>>): CredentialAdditions
}

/** RFC 8628. */
export interface DeviceCodeFlow extends FlowBase, OAuthClient, Discovering {
  readonly kind: 'device-code'
  readonly deviceAuthorizationUrl: string
  /** Hosts that `verification_uri` may name. Default: those of the device, token and issuer URLs. */
  readonly verificationHosts?: readonly string[]
  credential?(answer: Readonly<Record<string, unknown>>): CredentialAdditions
}

/**
 * RFC 7523 §2.1. No refresh token: at every renewal a new assertion is asked for and exchanged, so that a file that holds it
 * is read anew.
 */
export interface JwtBearerFlow extends FlowBase, Ambient {
  readonly kind: 'jwt-bearer'
  readonly token: TokenEndpoint
  /** @throws CCProxyError with a hint when there is none; what else it throws is reported without its words */
  assertion(
    signal: AbortSignal,
  ): Promise<{ readonly assertion: string; readonly params?: Readonly<Record<string, string>> }>
  credential?(answer: Readonly<Record<string, unknown>>): CredentialAdditions
}

/** RFC 6749 §4.4: the client signs in as itself. No refresh token: the grant is made anew at every renewal. */
export interface ClientCredentialsFlow extends FlowBase, OAuthClient, Ambient {
  readonly kind: 'client-credentials'
  credential?(answer: Readonly<Record<string, unknown>>): CredentialAdditions
}

export interface ApiKeyFlow extends FlowBase {
  readonly kind: 'api-key'
  /** Environment variables that may hold the key, best first. */
  readonly env: readonly string[]
  readonly pattern?: RegExp
}

/**
 * Another tool's credential, read live; its rotating refresh token is never spent by us. `renewal`: owner-only = wait for
 * the owner; hand-off = the owner's documented command prints a fresh token; mint = the refresh token does not rotate,
 * minted access tokens stay with us.
 */
export interface LinkedFlow extends FlowBase, Ambient {
  readonly kind: 'linked'
  readonly renewal: 'owner-only' | 'hand-off' | 'mint'
  /**
   * What its owner has now; undefined: nothing (any more). `source` is what an earlier reading said of itself; empty at the
   * first look. Called whenever the token may have changed; only reads.
   * @throws CCProxyError with a hint when it must not be used as it is; anything else counts as "cannot be read this moment"
   */
  read(source: Readonly<Record<string, string>>): Promise<LinkedReading | undefined>
  /** Under our lock, at most once per flight; ends at `context.signal`. */
  renew?(
    reading: LinkedReading,
    context: RefreshContext,
  ): Promise<{ readonly accessToken: string; readonly expiresAt: number }>
}

export interface LinkedReading {
  /** Showable. Changes when what was read changes. */
  readonly fingerprint: string
  /** For people: the file, or the command. */
  readonly where: string
  /** Kept with the pointer and given to `read` again, beside `where`. Showable. */
  readonly source?: Readonly<Record<string, string>>
  readonly accessToken?: string
  readonly refreshToken?: string
  readonly expiresAt?: number
  readonly scopes?: readonly string[]
  readonly profile?: CredentialProfile
  readonly extra?: Readonly<Record<string, string>>
}

export interface CustomFlow extends FlowBase {
  readonly kind: 'custom'
  login(context: LoginContext): Promise<NewCredential>
  refresh?(credential: OAuthCredential, context: RefreshContext): Promise<NewOAuthCredential>
}

export type OAuthFlow =
  | AuthorizationCodeFlow
  | DeviceCodeFlow
  | JwtBearerFlow
  | ClientCredentialsFlow
  | ApiKeyFlow
  | LinkedFlow
  | CustomFlow

/** What a token endpoint gave. */
export interface GrantedToken {
  readonly accessToken: string
  readonly refreshToken?: string
  /** Epoch ms. Absent: the server named no end. */
  readonly expiresAt?: number
  readonly scopes?: readonly string[]
  /** The whole answer, normalized. */
  readonly answer: Readonly<Record<string, unknown>>
}

export interface RefreshContext {
  readonly key: CredentialKey
  readonly flow: OAuthFlow
  readonly http: HttpClient
  readonly clock: Clock
  readonly signal: AbortSignal
  /**
   * One call of a token endpoint, with the checks, time limits, events and errors of our own flows.
   * @param params of the grant, `grant_type` among them; `client_secret` too where there is one
   * @throws CCPROXY_OAUTH_*
   */
  readonly requestToken: (endpoint: TokenEndpoint, params: Readonly<Record<string, string>>) => Promise<GrantedToken>
}
