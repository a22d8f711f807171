// The bookkeeping of one rotating grant: what was issued, what was spent, what came twice.

export interface IssuedTokens {
  readonly accessToken: string
  readonly refreshToken: string
}

export class TokenFamily {
  readonly issued: IssuedTokens[] = []
  /** Refresh tokens that were presented again after a rotation. */
  replays = 0
  rotations = 0
  readonly #suffix: string
  #revoked = false
  #current: string | undefined

  /** @param name in its tokens, so that those of several families differ */
  constructor(name?: string) {
    this.#suffix = name === undefined ? '' : `${name}-`
  }

  /** A replay revokes everything. */
  get revoked(): boolean {
    return this.#revoked
  }

  /** The one refresh token that works. */
  get current(): string | undefined {
    return this.#revoked ? undefined : this.#current
  }

  issue(): IssuedTokens {
    const serial = this.issued.length + 1
    const name = `${this.#suffix}${serial}`
    const tokens = { accessToken: `fake-access-token-${name}`, refreshToken: `fake-refresh-token-${name}` }
    this.issued.push(tokens)
    this.#current = tokens.refreshToken
    return tokens
  }

  /** @returns whether it may be used; a token that was rotated away revokes the family */
  present(refreshToken: string | undefined): boolean {
    if (refreshToken === this.current && refreshToken !== undefined) return true
    if (this.issued.some((tokens) => tokens.refreshToken === refreshToken)) {
      this.replays += 1
      this.#revoked = true
    }
    return false
  }

  rotate(): IssuedTokens {
    this.rotations += 1
    return this.issue()
  }
}
