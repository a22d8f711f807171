import type { CredentialKey, LoginInteraction, TokenSnapshot } from '@ccproxy/core'
import { CCProxyError } from '@ccproxy/core/errors'
import type { Host } from '@ccproxy/host'
import type { Importable } from './find-importable.js'

/** Takes what is there: an empty answer means the key of the environment. */
export function silentInteraction(signal: AbortSignal): LoginInteraction {
  return {
    signal,
    prompt: () => Promise.resolve(''),
    notify: () => {},
    showUrl: () =>
      Promise.reject(new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', 'this way to sign in needs a browser')),
  }
}

/**
 * Makes the login in memory and asks the provider with it.
 * @throws CCPROXY_CREDENTIAL_REFUSED when the provider does not take it, CCPROXY_UPSTREAM_UNAVAILABLE when the provider could
 *   not be asked, and what the flow throws; nothing was kept
 */
export async function tryLogin(
  host: Pick<Host, 'tryOut'>,
  key: CredentialKey,
  { flow, where }: Importable,
  signal: AbortSignal,
): Promise<TokenSnapshot> {
  const trial = await host.tryOut(key.provider)
  try {
    await trial.manager.login(key, flow.id, silentInteraction(signal))
    const token = await trial.manager.acquire(key, { signal })
    const {
      status,
      detail = 'no reason was given',
      hint,
      isTemporary = false,
    } = await trial.health(signal, key.account)
    if (status !== 'down') return token
    const options = hint === undefined ? {} : { hint }
    if (isTemporary)
      throw new CCProxyError(
        'CCPROXY_UPSTREAM_UNAVAILABLE',
        `${trial.displayName} could not be asked whether it accepts ${where}: ${detail}. Nothing was kept`,
        options,
      )
    throw new CCProxyError(
      'CCPROXY_CREDENTIAL_REFUSED',
      `${trial.displayName} does not work with ${where} (${detail})`,
      options,
    )
  } finally {
    await trial.stop()
  }
}
