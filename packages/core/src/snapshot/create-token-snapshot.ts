import { CCProxyError } from '../errors/ccproxy-error.js'
import type { Credential, CredentialKey, CredentialProfile } from '../storage/credential.js'
import type { LoginEnd } from './login-end.js'
import { maskSecret } from './mask.js'
import { tokenStatus } from './status-of-snapshot.js'
import type { TokenSnapshot, TokenSnapshotFields } from './token-snapshot.js'
import type { TokenError, TokenState } from './token-state.js'
import type { TokenStatus } from './token-status.js'

/** What a snapshot asks at every look, because it changes with time. */
interface SnapshotView {
  readonly state: () => TokenState
  readonly remainingMs: () => number | undefined
  readonly lastError: () => TokenError | undefined
  readonly usable: () => boolean
  readonly endsSoon: () => boolean
}

export interface SnapshotSource extends SnapshotView {
  readonly key: CredentialKey
  readonly credential: Credential | undefined
  readonly fields: TokenSnapshotFields
  readonly storage: string
  readonly shadows: readonly string[]
  readonly end: LoginEnd | undefined
}

/** The secret that requests are signed with; undefined while a linked credential was not read. */
function secretOf(credential: Credential): string | undefined {
  if (credential.kind === 'api-key') return credential.apiKey
  return credential.kind === 'oauth' ? credential.accessToken : credential.minted?.accessToken
}

/** When a person signed in. A key of the settings or the environment, obtained at 0, has no such time. */
function signInOf(credential: Credential): number | undefined {
  if (credential.signedInAt !== undefined) return credential.signedInAt
  const first = credential.kind !== 'oauth' || credential.generation === 1
  return first && credential.obtainedAt !== 0 ? credential.obtainedAt : undefined
}

/** A token that nobody has asked for yet has no end. */
function expiryOf(credential: Credential): number | undefined {
  if (credential.kind === 'api-key') return undefined
  const token = credential.kind === 'oauth' ? credential : credential.minted
  return token?.accessToken === '' ? undefined : token?.expiresAt
}

class CredentialSnapshot implements TokenSnapshot {
  readonly key: CredentialKey
  readonly revision: string
  readonly kind: Credential['kind']
  readonly flow: string
  declare readonly expiresAt?: number
  readonly obtainedAt: number
  declare readonly signedInAt?: number
  readonly scopes: readonly string[]
  declare readonly account?: CredentialProfile
  declare readonly lastRefreshAt?: number
  declare readonly refreshTokenExpiresAt?: number
  declare readonly loginEndsAt?: number
  readonly accessTokenPreview: string
  readonly hasRefreshToken: boolean
  readonly storage: string
  readonly shadows: readonly string[]
  // Private names are seen neither by JSON nor by console.log.
  readonly #secret: string | undefined
  readonly #view: SnapshotView

  constructor(source: SnapshotSource) {
    const { credential, fields } = source
    const oauth = credential?.kind === 'oauth' ? credential : undefined
    const signedInAt = credential && signInOf(credential)
    this.key = Object.freeze({ ...source.key })
    this.revision = credential?.revision ?? ''
    this.kind = credential?.kind ?? 'oauth'
    this.flow = credential?.flow ?? ''
    const expiresAt = credential && expiryOf(credential)
    if (expiresAt !== undefined) this.expiresAt = expiresAt
    this.obtainedAt = credential?.obtainedAt ?? 0
    if (signedInAt !== undefined) this.signedInAt = signedInAt
    this.scopes = Object.freeze([...(fields.scopes ?? oauth?.scopes ?? [])])
    const account = fields.account ?? credential?.profile
    if (account !== undefined) this.account = Object.freeze({ ...account })
    if (oauth !== undefined && oauth.generation > 1) this.lastRefreshAt = oauth.obtainedAt
    if (oauth?.refreshTokenExpiresAt !== undefined) this.refreshTokenExpiresAt = oauth.refreshTokenExpiresAt
    if (source.end !== undefined) this.loginEndsAt = source.end.at
    this.#secret = credential === undefined ? undefined : secretOf(credential)
    this.accessTokenPreview = maskSecret(this.#secret ?? '')
    this.hasRefreshToken = oauth?.refreshToken !== undefined
    this.storage = source.storage
    this.shadows = source.shadows
    this.#view = source
    Object.freeze(this)
  }

  get state(): TokenState {
    return this.#view.state()
  }

  get expiresInSeconds(): number | undefined {
    if (this.expiresAt === undefined) return undefined
    const remaining = this.#view.remainingMs()
    return remaining === undefined ? undefined : Math.floor(remaining / 1000)
  }

  get lastError(): TokenError | undefined {
    return this.#view.lastError()
  }

  get usable(): boolean {
    return this.#view.usable()
  }

  get endsSoon(): boolean {
    return this.#view.endsSoon()
  }

  reveal(): string {
    if (this.#secret !== undefined) return this.#secret
    throw new CCProxyError(
      'CCPROXY_CREDENTIAL_ABSENT',
      `nobody is signed in as ${this.key.provider}/${this.key.account}`,
    )
  }

  toJSON(): TokenStatus {
    return tokenStatus(this)
  }
}

export function createTokenSnapshot(source: SnapshotSource): TokenSnapshot {
  return new CredentialSnapshot(source)
}
