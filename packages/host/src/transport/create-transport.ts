import type { IncomingMessage } from 'node:http'
import { CCProxyError, type Clock, type HookBus, type Limit, type Logger, toCCProxyError } from '@ccproxy/core'
import type { Dispatcher } from 'undici'
import type { HostSettings } from '../config/host-settings.js'
import { OwnAddresses } from '../routing/own-addresses.js'
import { UsageMetering } from '../usage/usage-metering.js'
import { BodyBudget } from './body-budget.js'
import { chosenAccount } from './choose-account.js'
import type { Exchange } from './exchange.js'
import { Forwarding, type ForwardingServices } from './forwarding.js'
import { OpenExchanges } from './open-exchanges.js'
import { PipelinedAnswers } from './pipelined-answers.js'
import { RequestBody } from './request-body.js'
import { sendRefusal } from './send-refusal.js'

export interface TransportOptions {
  /** Pooled; closed by whoever made it. */
  readonly dispatcher: Dispatcher
  readonly hooks: HookBus
  readonly logger: Logger
  readonly clock: Clock
  readonly network: HostSettings['network']
  /** Milliseconds of upstream silence after which an event stream gets a sign of life. Default 15,000. */
  readonly keepAliveMs?: number
  /** Bytes of request bodies that all requests together may keep for a replay. Default 64 MiB. */
  readonly replayBudgetBytes?: number
  /** Writes a line at `info` for each request, with what the model counted. Default false: that costs nothing then. */
  readonly logsRequests?: boolean
  /** What a provider said about its limits, after the answer's head went out. */
  readonly onLimits?: (exchange: Exchange, limits: readonly Limit[]) => void
}

export interface Transport {
  /**
   * Answers one request; never rejects. The answer is complete, its socket destroyed, or the request left to somebody
   * else by the exchange's `failOver`, when it resolves.
   */
  forward(exchange: Exchange): Promise<void>
  /** For whoever must look into a request before it is forwarded, and hands it on with the exchange. */
  bodyOf(incoming: IncomingMessage): RequestBody
  /** Where we listen: a base URL that points there is refused. */
  setOwnAddresses(origins: readonly string[]): void
  /** Answers that have not begun yet will be the last of their connections. */
  drain(): void
  /** Every exchange under way ends now: a stream with the error event of its dialect, an answer that has not begun with a 503. */
  endExchanges(): void
  /** Resolves when no exchange is under way any more; starts nothing and cuts nothing off. */
  close(): Promise<void>
}

/** Same-dialect traffic: bytes through, both directions with back-pressure, only headers change. */
export function createTransport(options: TransportOptions): Transport {
  const { dispatcher, hooks, logger, clock, network, onLimits, logsRequests = false } = options
  const services: ForwardingServices = {
    dispatcher,
    hooks,
    logger,
    clock,
    budget: new BodyBudget(options.replayBudgetBytes ?? 64 * 1024 * 1024, network.idleTimeout * 1000),
    ownAddresses: new OwnAddresses(),
    responseTimeoutMs: network.responseTimeout * 1000,
    idleTimeoutMs: network.idleTimeout * 1000,
    keepAliveMs: options.keepAliveMs ?? 15_000,
    metering: new UsageMetering(hooks, logger, logsRequests),
    logsRequests,
    onLimits,
  }
  const open = new OpenExchanges<Forwarding>()

  /** @returns undefined: it was refused */
  async function withAccount(exchange: Exchange): Promise<Exchange | undefined> {
    if (exchange.isAccountNamed === true || hooks.accountChoosers(exchange.provider.name).length === 0) return exchange
    try {
      const account = await chosenAccount(exchange, hooks, logger)
      return account === undefined ? exchange : { ...exchange, account }
    } catch (error) {
      const failure = toCCProxyError(error)
      logger.warn('a request failed', {
        requestId: exchange.requestId,
        provider: exchange.provider.name,
        error: failure,
      })
      sendRefusal(exchange, failure, undefined)
      return undefined
    }
  }

  const pipelined = new PipelinedAnswers()
  return {
    async forward(exchange) {
      pipelined.watch(exchange.incoming, exchange.outgoing)
      const chosen = await withAccount(exchange)
      if (chosen === undefined) return
      const forwarding = new Forwarding(services, chosen)
      const run = forwarding.run()
      const remove = open.add(forwarding, run)
      try {
        await run
      } catch (error) {
        // A defect must end one exchange, not the process.
        logger.error('an exchange failed', { requestId: exchange.requestId, error: toCCProxyError(error) })
        exchange.outgoing.destroy()
      }
      remove()
    },
    bodyOf: (incoming) => new RequestBody(incoming, services.budget),
    setOwnAddresses: (origins) => services.ownAddresses.set(origins),
    drain() {
      for (const forwarding of open.all) forwarding.isLast()
    },
    endExchanges() {
      const error = new CCProxyError('CCPROXY_SERVE_STOPPED', 'the proxy stopped before the answer was complete')
      for (const forwarding of open.all) forwarding.end(error)
    },
    async close() {
      await open.settled()
    },
  }
}
