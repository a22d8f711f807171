// One line of the log for each request.
import type { Logger, MeteredAnswer } from '@ccproxy/core'
import type { Exchange } from './exchange.js'
import type { ExchangeReporter } from './exchange-reporter.js'

export interface RequestOutcome {
  readonly exchange: Exchange
  readonly reporter: Pick<ExchangeReporter, 'durationMs' | 'firstByteMs'>
  readonly status: number
  /** Of the body that the client got. */
  readonly bytes: number
  readonly metered: MeteredAnswer
  /** Why the provider or CCProxy refused: a kind of failure, or an error code. Absent: nothing was refused. */
  readonly reason?: string | undefined
}

/** At `info`; at `warn` for a status of 400 and above, unless the client left. */
export function logRequest(
  logger: Logger,
  { exchange, reporter, status, bytes, metered, reason }: RequestOutcome,
): void {
  const { requestId, provider, account, incoming } = exchange
  const { usage } = metered
  const isRefused = status >= 400 && reason !== 'CCPROXY_HTTP_ABORTED'
  const fields = {
    requestId,
    method: incoming.method,
    path: pathOf(incoming.url ?? ''),
    provider: provider.name,
    account,
    model: metered.model ?? exchange.model,
    status,
    durationMs: Math.round(reporter.durationMs),
    firstByteMs: reporter.firstByteMs === undefined ? undefined : Math.round(reporter.firstByteMs),
    tokensIn: usage?.inputTokens,
    tokensCached: usage?.cachedInputTokens,
    tokensOut: usage?.outputTokens,
    bytes,
    route: exchange.route?.(),
    reason,
  }
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  logger[isRefused ? 'warn' : 'info']('request', known)
}

/** Without the query, which may hold a key. */
export function pathOf(target: string): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}
