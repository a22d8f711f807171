// Credentials that need no sign-in: a key in the settings, or in the environment.
import * as v from 'valibot'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { ManagerContext } from '../plugin/context.js'
import type { ApiKeyCredential } from '../storage/credential.js'

export interface AmbientCredential {
  readonly credential: ApiKeyCredential
  /** Where it is, for people. */
  readonly where: string
}

const withKey = v.looseObject({ apiKey: v.optional(v.string()) })

/** Best first: the settings win over the environment. @throws CCPROXY_CREDENTIAL_KEY_FORMAT for a key of CCProxy's own */
export function ambientCredentials(
  context: Pick<ManagerContext, 'name' | 'settings' | 'flows' | 'environment'>,
): readonly AmbientCredential[] {
  const flow = context.flows.find((it) => it.kind === 'api-key')
  if (flow === undefined) return []
  const inSettings = v.is(withKey, context.settings) ? context.settings.apiKey : undefined
  const candidates: readonly (readonly [string, string | undefined])[] = [
    [`plugins.${context.name}.api_key`, inSettings],
    ...flow.env.map((name) => [name, context.environment[name]] as const),
  ]
  return candidates.flatMap(([where, apiKey]) => {
    if (apiKey === undefined || apiKey === '') return []
    if (apiKey.startsWith('ccp_'))
      throw new CCProxyError(
        'CCPROXY_CREDENTIAL_KEY_FORMAT',
        `${where} holds a client key of CCProxy, not one of a provider`,
      )
    return [
      { where, credential: { kind: 'api-key', flow: flow.id, apiKey, obtainedAt: 0, extra: {}, revision: where } },
    ]
  })
}
