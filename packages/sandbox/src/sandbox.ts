import type { SandboxClients } from './authorization/clients.js'
import type { SandboxEndpoints } from './authorization/endpoints.js'

/** What becomes of an authorization request: allowed at once, refused at once, or asked on a page with two buttons. */
export type Consent = 'auto' | 'deny' | 'page'

export interface SandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number | undefined
  /** A loopback address; default 127.0.0.1. */
  readonly host?: '127.0.0.1' | '::1' | undefined
  /** Default 3600. Whole seconds, at least 1. */
  readonly accessTokenLifetimeSeconds?: number | undefined
  /** Default 30 days. */
  readonly refreshTokenLifetimeSeconds?: number | undefined
  /** Default true: each refresh token works once, and using it again revokes the whole family. */
  readonly rotation?: boolean | undefined
  /** Default `auto`. */
  readonly consent?: Consent | undefined
  /** Seconds between polls that a device is told to keep. Default 1. */
  readonly deviceIntervalSeconds?: number | undefined
  /** Milliseconds between the rotation of a token and the answer of the token endpoint. Default 0. */
  readonly tokenDelayMs?: number | undefined
  /** Milliseconds between the events of the model `sandbox-slow`. Default 250. */
  readonly slowEventDelayMs?: number | undefined
  /** Scopes that clients may ask for beside `openid`, `offline_access` and `inference`. */
  readonly scopes?: readonly string[] | undefined
  /** Redirect URIs of every client beside `/callback` on any loopback port. */
  readonly redirectUris?: readonly string[] | undefined
  /** Grants, tokens and keys are kept here (0600), so that a later process accepts them. Absent: in memory. */
  readonly stateFile?: string | undefined
  /** Where the sandbox plays other tools of this machine (`sandboxOwnerFiles`). Absent: there are none. */
  readonly ownersDirectory?: string | undefined
  /** Default true. False: the process may end although the sandbox listens. */
  readonly keepProcessAlive?: boolean | undefined
  /** Told of failures of the authorization server itself (status 500). */
  readonly onError?: ((error: unknown) => void) | undefined
}

export interface SandboxStatistics {
  readonly authorizations: number
  /** Clients that were issued during a sign-in. */
  readonly registrations: number
  readonly tokenRequests: number
  readonly refreshes: number
  /** Refresh tokens or codes that were presented again. */
  readonly replays: number
  /** Grants of which all tokens were revoked, by a replay or by the revocation endpoint. */
  readonly revokedFamilies: number
  /** Requests of the model that carried a good credential, whatever the answer. */
  readonly messages: number
  /** Requests of the model whose credential was refused. */
  readonly rejectedCredentials: number
}

/** A running authorization server with an offline model, and the handles that tests turn. */
export interface Sandbox {
  /** Also the base URL of the model. */
  readonly origin: string
  readonly endpoints: SandboxEndpoints
  readonly clients: SandboxClients
  /** The one API key that the model accepts. */
  readonly apiKey: string
  stats(): SandboxStatistics
  /** For tokens issued from now on. */
  setAccessTokenLifetime(seconds: number): void
  setConsent(consent: Consent): void
  /** The next polls of a device are answered `slow_down`. */
  slowDownNextPolls(count: number): void
  /** @returns false when no such code waits */
  approveDevice(userCode: string): Promise<boolean>
  /** @returns false when no such code waits */
  denyDevice(userCode: string): Promise<boolean>
  /** A signed identity token, which the token endpoint of federations accepts once. */
  issueIdentityToken(): Promise<string>
  /** The next requests of the model are answered 401, whatever they carry. */
  rejectNextMessages(count: number): void
  /** Access tokens stop working; refresh tokens stay. */
  revokeAccessTokens(): void
  /** Every token and grant is gone. */
  revokeAllTokens(): void
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
