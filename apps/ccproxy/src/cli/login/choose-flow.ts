import { CCProxyError, type OAuthFlow, type ProviderPluginRuntime } from '@ccproxy/core'
import { unknownWord } from '../usage-error.js'

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
 * The flow that was asked for, else the first that is configured; without a browser a device code goes first.
 * @throws CCPROXY_CLI_USAGE | CCPROXY_OAUTH_FLOW_UNAVAILABLE
 */
export function chooseFlow(
  { name, flows }: Pick<ProviderPluginRuntime, 'name' | 'flows'>,
  options: { readonly requested?: string | undefined; readonly headless: boolean },
): OAuthFlow {
  const { requested, headless } = options
  if (requested !== undefined) {
    const flow = flows.find(({ id }) => id === requested)
    if (flow === undefined) {
      throw unknownWord(
        'flow',
        requested,
        flows.map(({ id }) => id),
        'ccproxy auth login',
      )
    }
    if (flow.unavailable !== undefined) throw unavailableError(name, flow)
    return flow
  }
  const usable = flows.filter((flow) => flow.unavailable === undefined)
  const [first] = usable
  if (first !== undefined) {
    const device = headless && needsBrowser(first) ? usable.find(({ kind }) => kind === 'device-code') : undefined
    return device ?? first
  }
  const [unconfigured] = flows
  if (unconfigured !== undefined) throw unavailableError(name, unconfigured)
  throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `${name} offers no sign-in`)
}

/** True for flows that end in a browser on this machine. */
export function needsBrowser({ kind }: Pick<OAuthFlow, 'kind'>): boolean {
  return kind === 'authorization-code' || kind === 'custom'
}

/** True when nothing else than typed text can finish the flow. */
export function needsInput(flow: OAuthFlow): boolean {
  return flow.kind === 'api-key' || (flow.kind === 'authorization-code' && flow.redirect.kind === 'manual')
}
