// The redeem ticket: taken before a refresh token is sent. A token whose redemption is known is never sent again, not even
// when a lock fails or a directory was copied; a token with an unknown outcome is sent once more.
import { createHash } from 'node:crypto'

/** What is known of one refresh token that was sent. */
export interface RedeemTicket {
  /** When it was about to be sent, epoch ms. */
  readonly at: number
  /** The process that sent it. */
  readonly pid: number
  /**
   * `redeemed`: its successor is known, and was saved unless `isLost`. `in-flight`: the process that took the ticket may
   * still send the token, or get the answer. `unknown`: no process will tell the outcome any more.
   */
  readonly outcome: 'redeemed' | 'in-flight' | 'unknown'
  /** The successor was in the memory of a process that ended before it could save it. */
  readonly isLost?: boolean
}

/** Tickets are keyed by `redeemTicketId`; they never hold a token. Shared by everyone who could hold a copy of it. */
export interface RedeemTickets {
  /**
   * Atomic and durable. undefined = taken now, by us; a ticket = another process was first: do not send.
   * @param neededUntil when the refresh token ends, epoch ms; absent: nobody knows
   */
  take(id: string, neededUntil?: number): Promise<RedeemTicket | undefined>
  /**
   * Says that the token is about to leave; durable when it resolves. Until then the ticket is a reservation: `take` gives it
   * to the next caller as soon as the process that has it is dead. Absent: `take` says it already.
   * @throws CCPROXY_STORAGE_CONFLICT when `take` gave the reservation to another process, CCPROXY_STORAGE_*
   */
  markSent?(id: string): Promise<void>
  /**
   * Says what became of a ticket that we took. `held`: the successor is in the memory of this process and not saved yet;
   * for others that is `in-flight`, while this process lives and says so again every two minutes, and then `redeemed`.
   */
  settle(id: string, outcome: 'redeemed' | 'unknown' | 'held'): Promise<void>
  /** The token was provably not spent: it may be sent again. */
  withdraw(id: string): Promise<void>
  /**
   * Lets go of tickets whose refresh token cannot live any more: past its end, or 400 days old where none is known. A
   * bounded part of all of them at each call. Absent: they end by themselves.
   */
  sweep?(): Promise<void>
}

/** @param attempt `retry` names the one more try after an interrupted first */
export function redeemTicketId(refreshToken: string, attempt: 'first' | 'retry' = 'first'): string {
  const id = createHash('sha256').update(refreshToken).digest('hex')
  return attempt === 'first' ? id : `${id}.retry`
}
