import type { OAuthFlow, ProviderPluginRuntime } from '@ccproxy/core'
import { isCCProxyError } from '@ccproxy/core/errors'

/** A credential that somebody else holds and a login of ours can be made of. */
export interface Importable {
  readonly flow: OAuthFlow
  /** A file, a variable, or what the flow says of itself. */
  readonly where: string
}

export interface ImportSearch {
  /** Best first. */
  readonly found: readonly Importable[]
  /** Why the other ways have nothing. */
  readonly missing: readonly { readonly flow: OAuthFlow; readonly reason: string }[]
}

/** Looks, and asks nobody: files of other tools, keys in the environment, federations. */
export async function findImportable(
  { flows }: Pick<ProviderPluginRuntime, 'flows'>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ImportSearch> {
  const looks = await Promise.all(flows.map(async (flow) => ({ flow, ...(await look(flow, environment)) })))
  return {
    found: looks.flatMap(({ flow, where }) => (where === undefined ? [] : [{ flow, where }])),
    missing: looks.flatMap(({ flow, reason }) => (reason === undefined ? [] : [{ flow, reason }])),
  }
}

interface Look {
  readonly where?: string
  readonly reason?: string
}

async function look(flow: OAuthFlow, environment: Readonly<Record<string, string | undefined>>): Promise<Look> {
  if (flow.kind !== 'linked' && flow.kind !== 'api-key' && !('ambient' in flow)) return {}
  if (flow.unavailable !== undefined) return { reason: `${flow.unavailable.reason}. ${flow.unavailable.hint}` }
  if (flow.kind === 'api-key') {
    const variable = flow.env.find((name) => (environment[name]?.trim() ?? '') !== '')
    return variable === undefined ? { reason: `no key in ${flow.env.join(' or ')}` } : { where: variable }
  }
  if (flow.kind === 'linked') return await lookAtOwner(flow)
  return flow.ambient?.() === true ? { where: flow.label } : { reason: 'it is not configured' }
}

async function lookAtOwner(flow: Extract<OAuthFlow, { kind: 'linked' }>): Promise<Look> {
  try {
    const reading = await flow.read({})
    return reading === undefined ? { reason: 'nobody is signed in there' } : { where: reading.where }
  } catch (error) {
    return { reason: isCCProxyError(error) ? `${error.message}. ${error.hint}` : 'it cannot be read this moment' }
  }
}
