import type { OAuthFlow, ProviderPluginRuntime } from '@ccproxy/core'
import { CCProxyError } from '@ccproxy/core/errors'
import { unknownFlow } from '../usage-error.js'

function unavailableError(provider: string, flow: OAuthFlow): CCProxyError {
  const { reason, hint } = flow.unavailable ?? { reason: 'it is not offered', hint: '' }
  const options = hint === '' ? {} : { hint }
  return new CCProxyError(
    'CCPROXY_OAUTH_FLOW_UNAVAILABLE',
    `${provider} cannot sign in by ${flow.id}: ${reason}`,
    options,
  )
}

/**
 * The flow that was asked for, else the first that is configured. Where no browser is started, a device code goes beside one
 * that needs a browser: which of them works there is known only to the person.
 * @throws CCPROXY_CLI_USAGE | CCPROXY_OAUTH_FLOW_UNAVAILABLE
 */
export function chooseFlows(
  { name, flows }: Pick<ProviderPluginRuntime, 'name' | 'flows'>,
  options: { readonly requested?: string | undefined; readonly headless: boolean },
): readonly OAuthFlow[] {
  const { requested, headless } = options
  if (requested !== undefined) {
    const flow = flows.find(({ id }) => id === requested)
    if (flow === undefined) {
      const ids = flows.map(({ id }) => id)
      throw unknownFlow(name, requested, ids)
    }
    if (flow.unavailable !== undefined) throw unavailableError(name, flow)
    return [flow]
  }
  const usable = flows.filter((flow) => flow.unavailable === undefined)
  const [first] = usable
  if (first !== undefined) {
    const device = headless && needsBrowser(first) ? deviceFlow(usable) : undefined
    return device === undefined ? [first] : [first, device]
  }
  const [unconfigured] = flows
  if (unconfigured !== undefined) throw unavailableError(name, unconfigured)
  throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `${name} offers no sign-in`)
}

/** The way that needs neither a browser nor a port here. */
export function deviceFlow(flows: readonly OAuthFlow[]): OAuthFlow | undefined {
  return flows.find(({ kind, unavailable }) => kind === 'device-code' && unavailable === undefined)
}

/** True for flows that end in a browser on this machine. */
function needsBrowser({ kind }: Pick<OAuthFlow, 'kind'>): boolean {
  return kind === 'authorization-code' || kind === 'custom'
}
