import { type IssuedTokens, TokenFamily } from '@ccproxy/testkit'

export type ProviderName = 'claude' | 'huggingface'

/** After a failure, requests that it delayed may still be on their way. */
const aftermathMs = 3000

/** One account at one provider, as its authorization server knows it. */
export class Login {
  readonly provider: ProviderName
  readonly account: string
  readonly #family: TokenFamily
  /** Access token → epoch ms. */
  readonly #ends = new Map<string, number>()
  #failing = false
  #recoveredAt = Number.NEGATIVE_INFINITY

  constructor(provider: ProviderName, account: string) {
    this.provider = provider
    this.account = account
    this.#family = new TokenFamily(`${provider}-${account}`)
  }

  /** For messages. */
  get name(): string {
    return `${this.provider}/${this.account}`
  }

  get rotations(): number {
    return this.#family.rotations
  }

  /** A refresh token came twice: the real ones end the login, and so does this. */
  get isRevoked(): boolean {
    return this.#family.revoked
  }

  issue(lifetimeSeconds: number): IssuedTokens {
    return this.#noted(this.#family.issue(), lifetimeSeconds)
  }

  /** @returns undefined: the refresh token is not the one that works, which ends the login if it once was */
  rotate(refreshToken: string, lifetimeSeconds: number): IssuedTokens | undefined {
    if (!this.#family.present(refreshToken)) return undefined
    this.recovered()
    return this.#noted(this.#family.rotate(), lifetimeSeconds)
  }

  /** Of the token that was issued last, epoch ms. */
  get endsAt(): number {
    return [...this.#ends.values()].at(-1) ?? 0
  }

  /** @returns epoch ms; undefined: it is none of this login */
  endOf(accessToken: string): number | undefined {
    return this.#ends.get(accessToken)
  }

  /** The token endpoint refused, or keeps somebody waiting. */
  failed(): void {
    this.#failing = true
  }

  recovered(): void {
    if (this.#failing) this.#recoveredAt = Date.now()
    this.#failing = false
  }

  /** Whether the token endpoint gave a reason to fail to a request that began then. */
  hadTroubleSince(epochMs: number): boolean {
    return this.#failing || this.#recoveredAt + aftermathMs >= epochMs
  }

  #noted(tokens: IssuedTokens, lifetimeSeconds: number): IssuedTokens {
    this.#ends.set(tokens.accessToken, Date.now() + lifetimeSeconds * 1000)
    return tokens
  }
}
