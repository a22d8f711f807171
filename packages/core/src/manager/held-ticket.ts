import type { BeforeSend } from '../http/http-client.js'
import type { NewOAuthCredential } from '../storage/credential.js'
import { type RedeemTickets, redeemTicketId } from '../storage/redeem-tickets.js'

/** Whether the token of a ticket has left. */
export class Sending {
  readonly #tickets: RedeemTickets
  readonly #id: string
  /** The token may have left. */
  isUnderWay = false
  /** Why the token was kept back. */
  refusal: unknown

  constructor(tickets: RedeemTickets, id: string) {
    this.#tickets = tickets
    this.#id = id
  }

  /** Durable when it resolves. @throws CCPROXY_STORAGE_*: the token must not be sent */
  readonly begin: BeforeSend = async () => {
    if (this.isUnderWay) return
    try {
      await this.#tickets.markSent?.(this.#id)
    } catch (error) {
      this.refusal = error
      throw error
    }
    this.isUnderWay = true
  }
}

/** What the tickets of one refresh token are called. */
export interface TicketNames {
  /** The token's own ticket, whichever try this is. */
  readonly first: string
  /** What was taken for this try: `first`, or the ticket of the one more try. */
  readonly id: string
}

/** The right to send one refresh token. */
export interface HeldTicket extends TicketNames {
  readonly sending: Sending
  /** Set at the one more try after an interrupted first: what to say if it fails. */
  readonly interrupted?: string
}

/** The successor is saved. A refresh token that the provider keeps is sent again at the next expiry. */
export async function endTicket(tickets: RedeemTickets, ticket: TicketNames, saved: NewOAuthCredential): Promise<void> {
  if (saved.refreshToken === undefined || redeemTicketId(saved.refreshToken) !== ticket.first) {
    await tickets.settle(ticket.id, 'redeemed')
    return
  }
  await tickets.withdraw(ticket.id)
  if (ticket.id !== ticket.first) await tickets.withdraw(ticket.first)
}
