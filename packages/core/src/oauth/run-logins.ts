// Several ways to sign in at once: whichever is finished first wins, the others are called off.
import { setTimeout as delay } from 'node:timers/promises'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { ErrorCode } from '../errors/error-table.js'
import type { NewCredential } from '../storage/credential.js'
import type { LoginSession } from './flow-session.js'
import { type FlowTiming, standardTiming } from './flow-timing.js'
import type { OAuthFlow } from './oauth-flow.js'
import { revokeCredential } from './revoke-credential.js'
import { runLogin } from './run-login.js'

/** How long the winner waits for requests of the others that are under way. */
const lateAnswerMs = 5000

/** The person has spoken: no other way is wanted any more. */
const lastWords: ReadonlySet<ErrorCode> = new Set(['CCPROXY_OAUTH_ACCESS_DENIED', 'CCPROXY_OAUTH_CANCELLED'])

interface Entry {
  readonly flow: OAuthFlow
  readonly session: LoginSession
  readonly credential: Promise<NewCredential>
}

/**
 * `runLogin` for several flows at once. A way that fails is told to the person while another one is open. A device code
 * that nobody needs is left to expire; a grant that came too late is revoked where the provider can.
 * @throws as `runLogin`: the refusal of the person, else what the last way failed with
 */
export async function runLogins(
  flows: readonly OAuthFlow[],
  session: LoginSession,
  timing: FlowTiming = standardTiming,
): Promise<NewCredential> {
  const [only] = flows
  if (only !== undefined && flows.length === 1) return await runLogin(only, session, timing)
  const decided = new AbortController()
  const abandoned = new AbortController()
  const entries = flows.map((flow): Entry => {
    const own = contestantSession(session, decided.signal, abandoned.signal, timing)
    return { flow, session: own, credential: runLogin(flow, own, timing) }
  })
  try {
    const winner = await firstOf(entries, session)
    decided.abort()
    const others = entries.filter((entry) => entry !== winner)
    await Promise.race([
      Promise.all(others.map(async (entry) => revokeLate(entry, timing))),
      delay(lateAnswerMs, undefined, { ref: false }),
    ])
    return await winner.credential
  } finally {
    decided.abort()
    abandoned.abort()
  }
}

function contestantSession(
  session: LoginSession,
  decided: AbortSignal,
  abandoned: AbortSignal,
  { requestTimeoutMs }: FlowTiming,
): LoginSession {
  const { interaction } = session
  const signal = AbortSignal.any([interaction.signal, decided])
  return {
    ...session,
    interaction: {
      signal,
      showUrl: (url, options) => interaction.showUrl(url, options),
      notify: (message) => interaction.notify(message),
      prompt: (question, options) => interaction.prompt(question, { signal, ...options }),
    },
    // A request under way is not broken off by a lost race: its answer may hold a token that has to be revoked.
    fetch: (input, init) => {
      const ends = [interaction.signal, abandoned, AbortSignal.timeout(requestTimeoutMs)]
      return session.fetch(input, { ...init, signal: AbortSignal.any(ends) })
    },
  }
}

async function firstOf(entries: readonly Entry[], { interaction }: LoginSession): Promise<Entry> {
  const { promise, resolve, reject } = Promise.withResolvers<Entry>()
  let open = entries.length
  const watch = async (entry: Entry): Promise<void> => {
    try {
      await entry.credential
      resolve(entry)
    } catch (error) {
      open -= 1
      const ended = isCCProxyError(error) && lastWords.has(error.code)
      if (open === 0 || ended || interaction.signal.aborted) reject(error)
      else interaction.notify(`${messageOf(error)}. The other way to sign in is still open.`)
    }
  }
  for (const entry of entries) void watch(entry)
  if (entries.length === 0) reject(new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', 'no way to sign in was given'))
  return await promise
}

async function revokeLate({ flow, session, credential }: Entry, timing: FlowTiming): Promise<void> {
  const late = await credential.catch(() => {})
  if (late?.kind === 'oauth') await revokeCredential(flow, { ...late, revision: '' }, session, timing)
}

function messageOf(error: unknown): string {
  return isCCProxyError(error) ? error.message : 'A way to sign in failed'
}
