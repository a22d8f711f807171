import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { LinkedCredential, WithoutRevision } from '../storage/credential.js'
import type { LoginSession } from './flow-session.js'
import type { FlowTiming } from './flow-timing.js'
import type { LinkedFlow, LinkedReading } from './oauth-flow.js'
import { createRefreshContext } from './refresh-context.js'

/**
 * Keeps a pointer to another tool's credential; nothing of it is copied. A link that has no living token is renewed once, so
 * that a login that does not work is no login.
 * @throws CCPROXY_CREDENTIAL_ABSENT, what its `read` refuses with, what its `renew` throws
 */
export async function loginWithLink(
  flow: LinkedFlow,
  session: LoginSession,
  signal: AbortSignal,
  timing: FlowTiming,
): Promise<WithoutRevision<LinkedCredential>> {
  const { clock, key, plugin, apiOrigin } = session
  const reading = await flow.read({}).catch((error: unknown) => {
    if (isCCProxyError(error)) throw error
  })
  if (reading === undefined)
    throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `${key.provider}: there is nothing to link by ${flow.id}`, {
      hint: `Sign in with the tool that owns it (${flow.label}) first, then link it.`,
    })
  const renewed = isLiving(reading, clock.now())
    ? undefined
    : await flow.renew?.(reading, createRefreshContext(flow, session, signal, timing))
  return {
    kind: 'linked',
    flow: flow.id,
    renewal: flow.renewal,
    source: { ...reading.source, where: reading.where },
    obtainedAt: clock.now(),
    extra: {},
    boundTo: { plugin, apiOrigin },
    ...(reading.profile !== undefined && { profile: reading.profile }),
    ...(renewed !== undefined && {
      minted: { ...renewed, obtainedAt: clock.now(), fingerprint: reading.fingerprint },
    }),
  }
}

function isLiving({ accessToken, expiresAt }: LinkedReading, now: number): boolean {
  return accessToken !== undefined && (expiresAt === undefined || expiresAt > now)
}
