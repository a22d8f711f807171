import type { NewOAuthCredential } from '../storage/credential.js'
import { type RedeemTickets, redeemTicketId } from '../storage/redeem-tickets.js'

/** The right to send one refresh token. */
export interface HeldTicket {
  /** The token's own ticket, whichever try this is. */
  readonly first: string
  /** What was taken for this try: `first`, or the ticket of the one more try. */
  readonly id: string
  /** Set at the one more try after an interrupted first: what to say if it fails. */
  readonly interrupted?: string
}

/** The successor is saved. A refresh token that the provider keeps is sent again at the next expiry. */
export async function endTicket(tickets: RedeemTickets, ticket: HeldTicket, saved: NewOAuthCredential): Promise<void> {
  if (saved.refreshToken === undefined || redeemTicketId(saved.refreshToken) !== ticket.first) {
    await tickets.settle(ticket.id, 'redeemed')
    return
  }
  await tickets.withdraw(ticket.id)
  if (ticket.id !== ticket.first) await tickets.withdraw(ticket.first)
}
