// Which process may send a refresh token: the process that took its ticket. The others wait for its result.
import { setTimeout as sleep } from 'node:timers/promises'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { Credential, OAuthCredential } from '../storage/credential.js'
import { type RedeemTicket, redeemTicketId } from '../storage/redeem-tickets.js'
import { type HeldTicket, Sending } from './held-ticket.js'
import { markNeedsLogin, nameOf, type RenewalTask } from './renewal-task.js'

const pollMs = 25
/** Less than callers wait, and an end: whoever holds the result may need the lock that we hold, to save it. */
const patienceMs = 20_000

/** @returns the ticket, or the credential that another process brought meanwhile */
export async function takeTicket(
  task: RenewalTask,
  stored: OAuthCredential & { readonly refreshToken: string },
): Promise<HeldTicket | { readonly adopted: Credential }> {
  const id = redeemTicketId(stored.refreshToken)
  const deadline = performance.now() + patienceMs
  for (;;) {
    const ticket = await task.storage.tickets.take(id, stored.refreshTokenExpiresAt)
    if (ticket === undefined) return { first: id, id, sending: new Sending(task.storage.tickets, id) }
    // A peer saves before it settles its ticket, so the look after the ticket sees what it brought.
    const now = await task.storage.read(task.key)
    if (now !== undefined && now.revision !== stored.revision) return { adopted: now }
    if (ticket.outcome === 'redeemed')
      throw await markNeedsLogin(task, stored, ticket.isLost === true ? lost(ticket) : copied(ticket))
    if (ticket.outcome === 'unknown') return retryTicket(task, stored, ticket)
    if (performance.now() > deadline) throw pending(task, ticket)
    await sleep(pollMs)
  }
}

/** Nobody knows whether the first try was granted: while the access token lives nothing is risked, then one more try is. */
async function retryTicket(
  task: RenewalTask,
  stored: OAuthCredential & { readonly refreshToken: string },
  first: RedeemTicket,
): Promise<HeldTicket> {
  const interrupted = `${interruption(first)} and its outcome is unknown`
  if (task.isLiving(stored))
    throw new CCProxyError('CCPROXY_OAUTH_OUTCOME_UNKNOWN', `${nameOf(task.key)}: ${interrupted}`)
  const id = redeemTicketId(stored.refreshToken, 'retry')
  const second = await task.storage.tickets.take(id, stored.refreshTokenExpiresAt)
  if (second === undefined)
    return {
      first: redeemTicketId(stored.refreshToken),
      id,
      interrupted,
      sending: new Sending(task.storage.tickets, id),
    }
  throw await markNeedsLogin(task, stored, interrupted)
}

function pending(task: RenewalTask, { pid }: RedeemTicket): CCProxyError {
  return new CCProxyError(
    'CCPROXY_OAUTH_OUTCOME_UNKNOWN',
    `${nameOf(task.key)}: process ${pid} has not saved its refresh yet`,
    {
      hint: 'It is tried again by itself; if it stays so, look at the log of that process.',
    },
  )
}

function interruption({ at, pid }: RedeemTicket): string {
  return `a refresh by process ${pid} was interrupted at ${new Date(at).toISOString()}`
}

function lost({ at, pid }: RedeemTicket): string {
  return `process ${pid} renewed it at ${new Date(at).toISOString()} and ended before the new login could be saved`
}

function copied({ at, pid }: RedeemTicket): string {
  return `its refresh token was already redeemed by process ${pid} at ${new Date(at).toISOString()}; copies of a configuration directory cannot share a login`
}
