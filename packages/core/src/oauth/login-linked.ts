import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { NewCredential } from '../storage/credential.js'
import type { LoginSession } from './flow-session.js'
import type { LinkedFlow } from './oauth-flow.js'

/** Keeps a pointer to another tool's credential; nothing of it is copied. @throws CCPROXY_CREDENTIAL_ABSENT, and what its `read` refuses with */
export async function loginWithLink(flow: LinkedFlow, { clock, key }: LoginSession): Promise<NewCredential> {
  const reading = await flow.read({}).catch((error: unknown) => {
    if (isCCProxyError(error)) throw error
  })
  if (reading === undefined)
    throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `${key.provider}: there is nothing to link by ${flow.id}`, {
      hint: `Sign in with the tool that owns it (${flow.label}) first, then link it.`,
    })
  return {
    kind: 'linked',
    flow: flow.id,
    renewal: flow.renewal,
    source: { ...reading.source, where: reading.where },
    obtainedAt: clock.now(),
    extra: {},
    ...(reading.profile !== undefined && { profile: reading.profile }),
  }
}
