/** What a server said no with. */
export interface TokenRefusal {
  readonly status: number
  /** Its `error`, where it looks like a code. */
  readonly error?: string
  /** Its `error_description`, printable and cut; tokens that we sent are taken out. */
  readonly description?: string
}

/** Where tokens are redeemed and how that server deviates from RFC 6749. */
export interface TokenEndpoint {
  readonly url: string
  /** Default `form` (RFC 6749); `json` for servers that read JSON only. */
  readonly encoding?: 'form' | 'json'
  /** Default: `client_secret_post` when there is a secret, else `none`. */
  readonly clientAuth?: 'none' | 'client_secret_post' | 'client_secret_basic'
  readonly headers?: Readonly<Record<string, string>>
  /** Extra parameters of every request. */
  readonly params?: Readonly<Record<string, string>>
  /** Deviating answers, made standard before they are judged (errors with status 200, foreign field names). */
  normalize?(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
  /** What a person can do about a refusal that the provider has words of its own for. Absent or undefined: the general hint. */
  explain?(refusal: TokenRefusal): string | undefined
}
