// What an account may use now, best first: its stored login, then what its surroundings offer.
import { isCCProxyError } from '../errors/ccproxy-error.js'
import type { ManagerContext } from '../plugin/context.js'
import type { Credential, CredentialKey, LinkedCredential } from '../storage/credential.js'
import { ambientCredentials, isAmbient } from './ambient-credential.js'
import { originalRevision } from './derived-revision.js'
import { linkedFlow, readLink, withToken } from './linked-token.js'

export interface CredentialInForce {
  readonly credential: Credential
  /** Where it is, for people. Absent: in the storage. */
  readonly where?: string
}

/** @throws CCPROXY_CREDENTIAL_KEY_FORMAT @param known what is in memory of this account: a token that lives there is not lost by a look at its source */
export async function credentialsInForce(
  context: ManagerContext,
  { account }: CredentialKey,
  stored: Credential | undefined,
  known: Credential | undefined,
): Promise<readonly CredentialInForce[]> {
  const login = stored === undefined ? [] : [{ credential: await live(context, stored, known) }]
  if (account !== 'default') return login
  const offered = ambientCredentials(context)
  // What cannot be used matters where it would be used: it must not stop a login that works.
  const [first] = offered
  if (login.length === 0 && first !== undefined && isCCProxyError(first.credential)) throw first.credential
  const ambient = offered.flatMap(({ credential, where }) =>
    isCCProxyError(credential) ? [] : [{ credential, where }],
  )
  // A stored link and what the surroundings offer by the same flow are one login.
  const others = ambient.filter(({ credential: { flow, kind } }) => kind === 'api-key' || flow !== stored?.flow)
  if (login.length > 0) return [...login, ...others]
  for (const [index, { credential, where }] of ambient.entries()) {
    const found = isAmbient(credential) ? await live(context, credential, known) : credential
    // Its owner signed out: what comes after it counts.
    if (found.kind === 'linked' && found.needsLogin?.code === 'CCPROXY_CREDENTIAL_ABSENT') continue
    return [{ credential: found, where }, ...ambient.slice(index + 1)]
  }
  return []
}

async function live(context: ManagerContext, source: Credential, known: Credential | undefined): Promise<Credential> {
  if (source.kind === 'linked') return liveLink(context, source, known)
  return isAmbient(source) && known !== undefined && isSame(known, source) ? known : source
}

/** What cannot be read this moment (its owner may be writing it) does not take away a token that is known. */
async function liveLink(
  { flows }: ManagerContext,
  source: LinkedCredential,
  known: Credential | undefined,
): Promise<Credential> {
  const same = known?.kind === 'linked' && isSame(known, source) ? known : undefined
  // Nothing but memory may have the token that was handed over, or minted for a login that is stored nowhere.
  const { reading, credential } = await readLink(
    linkedFlow(flows, source),
    withToken(source, same?.minted ?? source.minted),
  )
  const unread = reading === undefined && credential.needsLogin === undefined
  return unread && same !== undefined ? same : credential
}

/** The same source, whatever token each of them knows. */
function isSame(one: Credential, other: Credential): boolean {
  return originalRevision(one) === originalRevision(other)
}
