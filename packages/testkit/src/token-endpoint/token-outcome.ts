/** What a faulty token endpoint does with one request. */
export type TokenOutcome =
  /** As a good server would: checks the refresh token, rotates, answers. `rotate: 'keep'` sends no new one. */
  | {
      readonly kind: 'grant'
      readonly expiresInSeconds?: number
      readonly rotate?: 'rotate' | 'keep'
      /** Added to, or replacing fields of, the answer. undefined removes a field. */
      readonly fields?: Readonly<Record<string, unknown>>
    }
  /** An RFC 6749 error. The refresh token is not spent. */
  | { readonly kind: 'error'; readonly error: string; readonly status?: number; readonly description?: string }
  /** A page of something in between. */
  | { readonly kind: 'html'; readonly status?: number }
  /** `retryAfter` as it stands in the header: seconds or a date. Default 1. */
  | { readonly kind: 'rate-limited'; readonly retryAfter?: number | string }
  /** Nothing comes back and nothing was spent. */
  | { readonly kind: 'hang' }
  /** The connection is reset before an answer; nothing was spent. */
  | { readonly kind: 'reset' }
  /** The worst: the refresh token is spent, its successor never arrives. */
  | { readonly kind: 'rotate-then-drop' }
  /** The same, but the answer ends in its middle. */
  | { readonly kind: 'rotate-then-cut' }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'raw'; readonly status: number; readonly body: string; readonly contentType?: string }
