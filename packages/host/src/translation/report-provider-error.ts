import { classifyByStatus, type Logger, type ProviderPluginRuntime, toCCProxyError } from '@ccproxy/core'
import type { ProviderError } from '@ccproxy/formats'
import type { ExchangeReporter } from '../transport/exchange-reporter.js'
import type { ResponseHead } from '../transport/upstream-attempt.js'

/** Tells observers of a failure that came with status 200. */
export function reportProviderError(
  { status, type, code, message }: ProviderError,
  { headers }: ResponseHead,
  { provider, reporter, logger }: ErrorObservers,
): void {
  try {
    const error = { message, ...(type !== undefined && { type }), ...(code !== undefined && { code }) }
    const kind = provider.adapter.classify?.({ status, headers, error }) ?? classifyByStatus(status)
    reporter.providerError(status, kind)
  } catch (error) {
    logger.warn('an adapter could not classify a failure', { provider: provider.name, error: toCCProxyError(error) })
  }
}

export interface ErrorObservers {
  readonly provider: Pick<ProviderPluginRuntime, 'name' | 'adapter'>
  readonly reporter: ExchangeReporter
  readonly logger: Logger
}
