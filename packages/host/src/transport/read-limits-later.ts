import { type Limit, type Logger, toCCProxyError } from '@ccproxy/core'
import type { Exchange } from './exchange.js'
import type { ResponseHead } from './upstream-attempt.js'

export interface LimitsReader {
  readonly logger: Logger
  readonly onLimits?: ((exchange: Exchange, limits: readonly Limit[]) => void) | undefined
}

/** Asks the adapter what a head says about limits, once it has gone to the client. */
export function readLimitsLater({ logger, onLimits }: LimitsReader, exchange: Exchange, head: ResponseHead): void {
  const { adapter } = exchange.provider
  if (onLimits === undefined || adapter.limits === undefined) return
  setImmediate(() => {
    try {
      onLimits(exchange, adapter.limits?.(head.headers) ?? [])
    } catch (error) {
      logger.warn('an adapter could not read its limits', { error: toCCProxyError(error) })
    }
  })
}
