// Credentials that need no sign-in: a key in the settings or in the environment, another tool's login, a federation.
import * as v from 'valibot'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { type ExchangeFlow, isExchangeFlow } from '../oauth/exchange-grant.js'
import type { LinkedFlow, OAuthFlow } from '../oauth/oauth-flow.js'
import { readKey } from '../oauth/read-key.js'
import type { ManagerContext } from '../plugin/context.js'
import type { Credential, LinkedCredential, OAuthCredential } from '../storage/credential.js'
import { bindingOf } from './binding.js'

export interface AmbientCredential {
  /** An error: there is something, and it cannot be used. It hides no login that can. */
  readonly credential: Credential | CCProxyError
  /** Where it is, for people. */
  readonly where: string
}

type Surroundings = Pick<
  ManagerContext,
  'name' | 'settings' | 'flows' | 'environment' | 'packageName' | 'baseUrl' | 'logger'
>

const prefix = 'ambient:'
const withKey = v.looseObject({ apiKey: v.optional(v.string()) })

/** It came from a flow's surroundings and lives in memory only. */
export function isAmbient({ revision }: Pick<Credential, 'revision'>): boolean {
  return revision.startsWith(prefix)
}

/** Best first: settings, environment, then flows in their order. */
export function ambientCredentials(context: Surroundings): readonly AmbientCredential[] {
  return [...ambientKeys(context), ...context.flows.flatMap((flow) => ambientLogin(flow, context) ?? [])]
}

function ambientKeys({ name, settings, flows, environment }: Surroundings): readonly AmbientCredential[] {
  const flow = flows.find((it) => it.kind === 'api-key')
  if (flow === undefined) return []
  const inSettings = v.is(withKey, settings) ? settings.apiKey : undefined
  const candidates: readonly (readonly [string, string | undefined])[] = [
    [`plugins.${name}.api_key`, inSettings],
    ...flow.env.map((variable) => [variable, environment[variable]] as const),
  ]
  return candidates.flatMap(([where, apiKey]): readonly AmbientCredential[] => {
    if (apiKey === undefined || apiKey === '') return []
    const read = readKey(apiKey)
    if ('problem' in read) {
      const hint = `Correct ${where}: write the key alone, as the provider shows it.`
      return [
        { where, credential: new CCProxyError('CCPROXY_CREDENTIAL_KEY_FORMAT', `${where} ${read.problem}`, { hint }) },
      ]
    }
    const { key } = read
    return [
      { where, credential: { kind: 'api-key', flow: flow.id, apiKey: key, obtainedAt: 0, extra: {}, revision: where } },
    ]
  })
}

function ambientLogin(flow: OAuthFlow, context: Surroundings): AmbientCredential | undefined {
  if (flow.unavailable !== undefined) return undefined
  if (flow.kind !== 'linked' && !isExchangeFlow(flow)) return undefined
  try {
    if (flow.ambient?.() !== true) return undefined
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown failure'
    context.logger.warn('a plugin could not say whether there is a login to use', { flow: flow.id, kind })
    return undefined
  }
  const credential = flow.kind === 'linked' ? ambientLink(flow) : ambientExchange(flow, context)
  return { where: `${flow.id} (${flow.label})`, credential }
}

const unnamed = { obtainedAt: 0, extra: {} }

function ambientLink({ id, renewal }: LinkedFlow): LinkedCredential {
  return { ...unnamed, kind: 'linked', flow: id, renewal, source: {}, revision: `${prefix}${id}` }
}

/** A token that has ended: the first request exchanges for one that lives. */
function ambientExchange(flow: ExchangeFlow, { packageName, baseUrl }: Surroundings): OAuthCredential {
  const { plugin, apiOrigin, tokenOrigin = '', issuer, clientId } = bindingOf(flow, packageName, baseUrl)
  return {
    ...unnamed,
    kind: 'oauth',
    flow: flow.id,
    revision: `${prefix}${flow.id}`,
    renewal: 'exchange',
    accessToken: '',
    tokenType: 'Bearer',
    expiresAt: 0,
    scopes: [],
    grantId: `${prefix}${flow.id}`,
    generation: 0,
    boundTo: { plugin, apiOrigin, tokenOrigin, ...(issuer !== undefined && { issuer }) },
    ...(clientId !== undefined && { clientId }),
  }
}
