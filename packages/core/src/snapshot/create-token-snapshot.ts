import { CCProxyError } from '../errors/ccproxy-error.js'
import type { Credential, CredentialKey, CredentialProfile } from '../storage/credential.js'
import { maskSecret } from './mask.js'
import type { TokenError, TokenSnapshot, TokenSnapshotFields, TokenState } from './token-snapshot.js'

/** What a snapshot asks at every look, because it changes with time. */
interface SnapshotView {
  readonly state: () => TokenState
  readonly remainingMs: () => number | undefined
  readonly lastError: () => TokenError | undefined
}

export interface SnapshotSource extends SnapshotView {
  readonly key: CredentialKey
  readonly credential: Credential | undefined
  readonly fields: TokenSnapshotFields
  readonly storage: string
  readonly shadows: readonly string[]
}

/** The secret that requests are signed with; undefined while a linked credential was not read. */
function secretOf(credential: Credential): string | undefined {
  if (credential.kind === 'api-key') return credential.apiKey
  return credential.kind === 'oauth' ? credential.accessToken : credential.minted?.accessToken
}

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString())

class CredentialSnapshot implements TokenSnapshot {
  readonly key: CredentialKey
  readonly revision: string
  readonly kind: Credential['kind']
  readonly flow: string
  declare readonly expiresAt?: number
  readonly obtainedAt: number
  readonly scopes: readonly string[]
  declare readonly account?: CredentialProfile
  declare readonly lastRefreshAt?: number
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
    this.key = Object.freeze({ ...source.key })
    this.revision = credential?.revision ?? ''
    this.kind = credential?.kind ?? 'oauth'
    this.flow = credential?.flow ?? ''
    if (oauth?.expiresAt !== undefined) this.expiresAt = oauth.expiresAt
    this.obtainedAt = credential?.obtainedAt ?? 0
    this.scopes = Object.freeze([...(fields.scopes ?? oauth?.scopes ?? [])])
    const account = fields.account ?? credential?.profile
    if (account !== undefined) this.account = Object.freeze({ ...account })
    if (oauth !== undefined && oauth.generation > 1) this.lastRefreshAt = oauth.obtainedAt
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
    const remaining = this.#view.remainingMs()
    return remaining === undefined ? undefined : Math.floor(remaining / 1000)
  }

  get lastError(): TokenError | undefined {
    return this.#view.lastError()
  }

  reveal(): string {
    if (this.#secret !== undefined) return this.#secret
    throw new CCProxyError(
      'CCPROXY_CREDENTIAL_ABSENT',
      `nobody is signed in as ${this.key.provider}/${this.key.account}`,
    )
  }

  toJSON(): object {
    const { lastError } = this
    return {
      provider: this.key.provider,
      account: this.key.account,
      kind: this.kind,
      flow: this.flow,
      state: this.state,
      expiresAt: iso(this.expiresAt),
      expiresInSeconds: this.expiresInSeconds,
      obtainedAt: this.obtainedAt === 0 ? undefined : iso(this.obtainedAt),
      scopes: this.scopes,
      profile: this.account,
      accessToken: this.accessTokenPreview,
      hasRefreshToken: this.hasRefreshToken,
      lastRefreshAt: iso(this.lastRefreshAt),
      lastError: lastError && { ...lastError, at: iso(lastError.at) },
      storage: this.storage,
      shadows: this.shadows.length === 0 ? undefined : this.shadows,
    }
  }
}

export function createTokenSnapshot(source: SnapshotSource): TokenSnapshot {
  return new CredentialSnapshot(source)
}
