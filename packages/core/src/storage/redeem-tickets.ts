// The redeem ticket: taken before a refresh token is sent, so that a token that works once is never sent twice, not even
// when a lock fails or a directory was copied.
import { createHash } from 'node:crypto'

/** What is known of one refresh token that was sent. */
export interface RedeemTicket {
  /** When it was about to be sent, epoch ms. */
  readonly at: number
  /** The process that sent it. */
  readonly pid: number
  /**
   * `redeemed`: its successor was saved. `in-flight`: the process that sent it may still get the answer. `unknown`:
   * nobody will tell the outcome any more.
   */
  readonly outcome: 'redeemed' | 'in-flight' | 'unknown'
}

/** Tickets are keyed by `redeemTicketId`; they never hold a token. Shared by everyone who could hold a copy of it. */
export interface RedeemTickets {
  /**
   * Atomic and durable. undefined = taken now, by us; a ticket = someone was first: do not send.
   * @param neededUntil when the refresh token ends, epoch ms; absent: nobody knows
   */
  take(id: string, neededUntil?: number): Promise<RedeemTicket | undefined>
  /**
   * Says what became of a ticket that we took. `held`: the successor is in the memory of this process and not saved yet;
   * for others that is `in-flight`, while this process lives and says so again every two minutes.
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
