// One renewal of one credential, under its lock: look again, prove, take the ticket, redeem, save.
import { CCProxyError, isCCProxyError, toCCProxyError } from '../errors/ccproxy-error.js'
import { errorDefinition } from '../errors/error-table.js'
import type { Credential, NewOAuthCredential, OAuthCredential } from '../storage/credential.js'
import { isNewerRotation } from '../storage/newer-rotation.js'
import type { Lease } from '../storage/token-storage.js'
import { isAmbient } from './ambient-credential.js'
import type { HeldTicket } from './held-ticket.js'
import { takeTicket } from './redeem-ticket.js'
import { isExchanged, renewByExchange } from './renew-by-exchange.js'
import {
  endedError,
  markNeedsLogin,
  nameOf,
  needsLoginError,
  type RenewalTask,
  type Renewed,
  type UnsavedRotation,
} from './renewal-task.js'
import { writeAgain } from './restore-rotation.js'
import { saveRotated } from './save-rotated.js'

/** The request was not sent, or the server said no and kept the token valid: it may be sent again. */
const unspent: ReadonlySet<string> = new Set([
  'CCPROXY_OAUTH_UNREACHABLE',
  'CCPROXY_OAUTH_RATE_LIMITED',
  'CCPROXY_OAUTH_SERVER_ERROR',
  'CCPROXY_OAUTH_CLIENT_REJECTED',
  'CCPROXY_OAUTH_REQUEST_REJECTED',
  'CCPROXY_OAUTH_REDIRECT_REFUSED',
  'CCPROXY_OAUTH_ENDPOINT_INSECURE',
  'CCPROXY_OAUTH_FLOW_UNAVAILABLE',
])

const invalidGrantHint = errorDefinition('CCPROXY_OAUTH_INVALID_GRANT').hint

/** @throws CCPROXY_CREDENTIAL_ABSENT | _NEEDS_LOGIN | _BINDING, CCPROXY_STORAGE_*, CCPROXY_OAUTH_* */
export async function renewUnderLock(task: RenewalTask, lease: Lease): Promise<Renewed> {
  const stored = task.unsaved === undefined ? await readStored(task) : await saveFirst(task, task.unsaved)
  if (stored.kind === 'linked') return task.renewLink(stored)
  if (isNewerRotation(task.known, stored))
    return rotate(task, lease, await writeAgain(task.storage, task.key, task.known, stored))
  if (stored.revision !== task.known.revision && task.isLiving(stored))
    return { credential: stored, source: 'other-process' }
  if (isExchanged(stored)) return renewByExchange(task, stored)
  return rotate(task, lease, stored)
}

async function rotate(task: RenewalTask, lease: Lease, stored: Credential): Promise<Renewed> {
  const spendable = assertSpendable(task, stored)
  await task.storage.ensureWritable(task.key, { rotating: true })
  const ticket = await takeTicket(task, spendable)
  if ('adopted' in ticket) return { credential: ticket.adopted, source: 'other-process' }
  lease.assertHeld()

  let next: NewOAuthCredential
  try {
    next = await task.redeem(spendable, ticket.sending.begin)
  } catch (error) {
    return afterFailure(task, spendable, ticket, error)
  }
  return saveRotated(task, next, stored.revision, ticket)
}

/** Its predecessor is spent. While it is not saved nothing is sent, since the disk would not take the next one either. */
async function saveFirst(task: RenewalTask, { next, expectedRevision, ticket }: UnsavedRotation): Promise<Credential> {
  const { credential, unsaved } = await saveRotated(task, next, expectedRevision, ticket)
  if (unsaved !== undefined) throw toCCProxyError(unsaved.cause, 'CCPROXY_STORAGE_FAILED')
  return credential
}

async function readStored(task: RenewalTask): Promise<Credential> {
  const stored = await task.storage.read(task.key)
  if (stored !== undefined) return stored
  if (isAmbient(task.known)) return task.known
  throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `${nameOf(task.key)} was signed out`)
}

function assertSpendable(task: RenewalTask, stored: Credential): OAuthCredential & { readonly refreshToken: string } {
  if (stored.needsLogin !== undefined) throw endedError(task.key, stored.needsLogin)
  if (stored.kind !== 'oauth' || stored.refreshToken === undefined)
    throw needsLoginError(task.key, 'the credential cannot be renewed')
  task.assertBound(stored)
  return { ...stored, refreshToken: stored.refreshToken }
}

async function afterFailure(
  task: RenewalTask,
  spent: OAuthCredential,
  ticket: HeldTicket,
  error: unknown,
): Promise<Renewed> {
  const code = isCCProxyError(error) ? error.code : undefined
  if (!ticket.sending.isUnderWay) {
    await concluded(task.storage.tickets.withdraw(ticket.id))
    throw ticket.sending.refusal ?? error
  }
  if (code !== undefined && unspent.has(code)) {
    await concluded(task.storage.tickets.withdraw(ticket.id))
    throw error
  }
  await concluded(task.storage.tickets.settle(ticket.id, 'unknown'))
  if (code !== 'CCPROXY_OAUTH_INVALID_GRANT') throw error

  const stored = await readStored(task)
  if (stored.revision !== spent.revision) return { credential: stored, source: 'other-process' }
  if (ticket.interrupted !== undefined) throw await markNeedsLogin(task, stored, ticket.interrupted)
  const { message, hint } = toCCProxyError(error)
  throw await markNeedsLogin(task, stored, message, hint === invalidGrantHint ? undefined : hint)
}

/** What the server said matters more than a ticket that could not be written: it ends by its age, as `unknown`. */
async function concluded(step: Promise<void>): Promise<void> {
  await step.catch(() => {})
}
