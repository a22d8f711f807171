/** What is known of one refresh token that was sent. */
export interface RedeemTicket {
  /** When it was about to be sent, epoch ms. */
  readonly at: number
  /** The process that sent it. */
  readonly pid: number
  /** `redeemed`: its successor is saved. `unknown`: nobody has told the outcome (under way, or interrupted). */
  readonly outcome: 'redeemed' | 'unknown'
  /** True while the process that sent it may still be waiting for the answer. */
  readonly inFlight: boolean
}

/**
 * The redeem ticket: taken before a refresh token is sent, so that a token that works once is never sent twice, not even
 * when the lock fails or the directory was copied. Tickets are keyed by `redeemTicketId`; they never hold a token.
 */
export interface RedeemTickets {
  /** Atomic. undefined = taken now by us; a ticket = someone was first, do not send. */
  take(id: string): Promise<RedeemTicket | undefined>
  /** The successor is saved. */
  settle(id: string): Promise<void>
  /** The token was provably not spent: it may be sent again. */
  withdraw(id: string): Promise<void>
}
