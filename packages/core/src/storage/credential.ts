// What a login is. Times are epoch milliseconds.

/** One login. `account` matches `accountPattern` (lower-cased at the edge; never contains '@' or '/'). */
export interface CredentialKey {
  readonly provider: string
  readonly account: string
}

/** Safe to show. */
export interface CredentialProfile {
  readonly id?: string
  readonly email?: string
  readonly plan?: string
  /** What requests must know of a login beside its token: a workspace, a project. Names in snake_case. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** Why a credential can no longer be renewed. Written with it, so that every process sees it. */
export interface NeedsLogin {
  readonly at: number
  /** An error code of the table. */
  readonly code: string
  /** What happened, showable. */
  readonly reason: string
  /** What to do before signing in again, or instead. Absent: just sign in. */
  readonly hint?: string
}

interface CredentialBase {
  /** Opaque; changes at every write. The unit of compare-and-swap and of "is this the token that was rejected". */
  readonly revision: string
  /** `OAuthFlow.id` that made it: decides how it is refreshed and revoked. */
  readonly flow: string
  readonly obtainedAt: number
  /** When a person signed in. Absent in what older versions wrote. */
  readonly signedInAt?: number
  readonly profile?: CredentialProfile
  /** Treated as secret, all of it (id tokens live here). */
  readonly extra: Readonly<Record<string, string>>
  /** Present: the refresh token will not be spent again. A living access token is still served. */
  readonly needsLogin?: NeedsLogin
}

/** What a grant may be used with; a change of settings here means needs-login, and nothing is sent. */
export interface CredentialBinding {
  /** The npm package of the plugin that signed in. */
  readonly plugin?: string
  readonly issuer?: string
  readonly tokenOrigin: string
  readonly apiOrigin: string
  /** Where the sign-in said that tokens are revoked. Absent in what older versions wrote, and where it said nothing. */
  readonly revokeOrigin?: string
}

export interface OAuthCredential extends CredentialBase {
  readonly kind: 'oauth'
  readonly accessToken: string
  readonly refreshToken?: string
  readonly tokenType: string
  /** Absent: the provider named no end. */
  readonly expiresAt?: number
  readonly refreshTokenExpiresAt?: number
  /** When the life that ends at `refreshTokenExpiresAt` began. */
  readonly refreshTokenObtainedAt?: number
  /** The provider asked not to refresh before. */
  readonly refreshNotBefore?: number
  readonly scopes: readonly string[]
  /** Client the grant is bound to; wins over settings at refresh. */
  readonly clientId?: string
  /** One sign-in; a new login makes a new one. */
  readonly grantId: string
  /** 1, 2, …, one per rotation. With `grantId` it says what is newer; no clock does. */
  readonly generation: number
  readonly boundTo: CredentialBinding
  /** `exchange`: no refresh token; its flow gets the next token from what it is configured with. Absent: by the refresh token. */
  readonly renewal?: 'exchange'
}

/** What a stored key, or a link to another tool's login, may be used with. */
export type ApiBinding = Pick<CredentialBinding, 'plugin' | 'apiOrigin'>

export interface ApiKeyCredential extends CredentialBase {
  readonly kind: 'api-key'
  readonly apiKey: string
  /** Absent in what older versions wrote, and for a key of the settings or the environment: it is not bound. */
  readonly boundTo?: ApiBinding
}

/** A pointer to another tool's credential. The secret stays there; `logout` removes the pointer only. */
export interface LinkedCredential extends CredentialBase {
  readonly kind: 'linked'
  readonly source: Readonly<Record<string, string>>
  /** Absent in what older versions wrote, and for a login that needs no sign-in: it is not bound. */
  readonly boundTo?: ApiBinding
  /** As its flow declares it: who makes the next access token. */
  readonly renewal: 'owner-only' | 'hand-off' | 'mint'
  /** Stored: what was minted from it. In memory: what its owner has now, if that lives longer. */
  readonly minted?: {
    readonly accessToken: string
    readonly expiresAt?: number
    /** Absent: not by us, so not known. */
    readonly obtainedAt?: number
    /** `LinkedReading.fingerprint` of what it was made from or read with: when that is another one, it is not used. */
    readonly fingerprint?: string
  }
}

export type Credential = OAuthCredential | ApiKeyCredential | LinkedCredential

export type WithoutRevision<C> = C extends unknown ? Omit<C, 'revision'> : never

/** A credential that no storage has written yet. */
export type NewCredential = WithoutRevision<Credential>
export type NewOAuthCredential = WithoutRevision<OAuthCredential>
