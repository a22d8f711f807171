import { CCProxyError, type HookBus, isCCProxyError, type Logger } from '@ccproxy/core'
import { requestHeaders } from '../pass-through/request-headers.js'
import { withTimeLimit } from '../registry/time-limit.js'
import { pathOf } from './access-line.js'
import type { Exchange } from './exchange.js'

/** A request must not wait longer for a plugin, ms. */
const patienceMs = 1000

/** @returns the account that a plugin chose; undefined: the default one @throws CCPROXY_CREDENTIAL_CHOICE, CCPROXY_STORAGE_* */
export async function chosenAccount(exchange: Exchange, hooks: HookBus, logger: Logger): Promise<string | undefined> {
  const { provider, requestId, path, model, incoming } = exchange
  const accounts = (await provider.manager.accounts()).map(({ account }) => account)
  for (const chooser of hooks.accountChoosers(provider.name)) {
    const request = {
      requestId,
      provider: provider.name,
      method: incoming.method ?? 'GET',
      path: pathOf(path),
      model,
      headers: requestHeaders(incoming.rawHeaders),
      accounts,
      signal: AbortSignal.timeout(patienceMs),
    }
    let chosen: unknown
    try {
      const choosing = (async () => chooser.choose(request))()
      chosen = await withTimeLimit(
        choosing,
        patienceMs,
        () => new CCProxyError('CCPROXY_CREDENTIAL_CHOICE', 'it took more than 1 s'),
      )
    } catch (error) {
      // The words of a plugin may hold what it was given.
      const reason = isCCProxyError(error) ? error.message : 'it threw an error'
      logger.warn('a plugin could not choose an account', { requestId, plugin: chooser.name, reason })
      continue
    }
    if (chosen === undefined) continue
    if (typeof chosen === 'string' && accounts.includes(chosen)) return chosen
    throw new CCProxyError(
      'CCPROXY_CREDENTIAL_CHOICE',
      `the plugin ${chooser.name} chose the account ${JSON.stringify(chosen)} of ${provider.name}, which is not signed in`,
    )
  }
  return undefined
}
