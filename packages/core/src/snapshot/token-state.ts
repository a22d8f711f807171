/**
 * `valid`: use it. `expiring`: use it, a refresh is due. `expired`: a refresh comes first. `needs-login`: it cannot be
 * renewed any more (a living access token is still served). `absent`: nobody signed in.
 */
export type TokenState = 'valid' | 'expiring' | 'expired' | 'needs-login' | 'absent'

/** What went wrong at the last refresh; showable. */
export interface TokenError {
  /** An error code of the table. */
  readonly code: string
  readonly hint: string
  /** Epoch ms. */
  readonly at: number
}
