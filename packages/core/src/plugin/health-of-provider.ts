import type { ProviderAdapter } from '../adapter/provider-adapter.js'
import { toCCProxyError } from '../errors/ccproxy-error.js'
import type { ErrorCode } from '../errors/error-table.js'
import type { ProviderContext } from './context.js'
import type { Health } from './plugin-extras.js'

/** Never rejects. Without a check of the plugin's own, the list of models is what shows that a login works. */
export async function healthOfProvider<Settings>(
  definition: { health?(context: ProviderContext<Settings>, signal: AbortSignal): Promise<Health> },
  adapter: ProviderAdapter,
  context: ProviderContext<Settings>,
  signal: AbortSignal,
): Promise<Health> {
  try {
    if (definition.health !== undefined) return await definition.health(context, signal)
    await adapter.models?.(context.http, signal)
    return { status: 'ok' }
  } catch (error) {
    const { code, message, hint } = toCCProxyError(error)
    return { status: 'down', detail: message, hint, ...(saysNothing(code) && { isTemporary: true }) }
  }
}

/** True for errors that come before the provider has looked at the credential. */
function saysNothing(code: ErrorCode): boolean {
  return code.startsWith('CCPROXY_UPSTREAM_') && code !== 'CCPROXY_UPSTREAM_ANSWER'
}
