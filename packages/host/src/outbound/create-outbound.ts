// Every connection that leaves this machine starts here: one proxy policy for OAuth, control calls and client traffic.
import type { BeforeSend, Fetch } from '@ccproxy/core'
import type { Dispatcher } from 'undici'
import type { HostSettings } from '../config/host-settings.js'
import { loadUndici } from './load-undici.js'
import { connectorBefore, outboundConnector } from './outbound-connector.js'
import { proxySettings } from './proxy-settings.js'

export interface Outbound {
  /** The global fetch on a fresh connection for each call: what was sent over it is never sent twice by a stale socket. Follows no redirect unless told. */
  readonly fetch: Fetch
  /** Pooled, one pool per origin, keep-alive; for client traffic. */
  readonly dispatcher: Dispatcher
  /** Lets requests under way end, then closes every connection. */
  close(): Promise<void>
}

/** A token endpoint that was reached gets this long, ms; who waits for it may stop waiting earlier. */
const controlTimeoutMs = 120_000

/** An open stream holds its connection, so this limits open streams per provider, not requests per second. */
const connectionsPerOrigin = 4096

const maxResponseHeadBytes = 64 * 1024

/**
 * @param environment for HTTPS_PROXY, HTTP_PROXY and NO_PROXY; loopback targets never go through a proxy
 * @throws CCPROXY_CONFIG_INVALID_VALUE when a proxy address cannot be used
 */
export function createOutbound(
  network: HostSettings['network'],
  environment: Readonly<Record<string, string | undefined>>,
): Outbound {
  const connect = outboundConnector(proxySettings(network.proxy, environment), network.connectTimeout * 1000)
  const { Agent } = loadUndici()
  const pooled = new Agent({
    connect,
    connections: connectionsPerOrigin,
    maxHeaderSize: maxResponseHeadBytes,
    headersTimeout: network.responseTimeout * 1000,
    bodyTimeout: network.idleTimeout * 1000,
  })
  const limits = { pipelining: 0, headersTimeout: controlTimeoutMs, bodyTimeout: controlTimeoutMs }
  const fresh = new Agent({ connect, ...limits })
  /** A connection of its own, whose first byte waits for the step. */
  const withBeforeSend = (beforeSend: BeforeSend): Fetch =>
    async function send(input, init) {
      const once = new Agent({ connect: connectorBefore(connect, beforeSend), ...limits })
      try {
        return await globalFetch(once, input, init)
      } finally {
        // Lets the response end first.
        once.close().catch(() => {})
      }
    }
  return {
    fetch: Object.assign(async (...[input, init]: Parameters<Fetch>) => globalFetch(fresh, input, init), {
      withBeforeSend,
    }),
    dispatcher: pooled,
    async close() {
      await Promise.all([fresh.close(), pooled.close()])
    },
  }
}

async function globalFetch(dispatcher: Dispatcher, ...[input, init]: Parameters<Fetch>): Promise<Response> {
  const options: RequestInit = { redirect: 'manual', ...init }
  // Assigned, since the types of Node's own copy of undici differ from ours where the objects do not.
  Object.assign(options, { dispatcher })
  // Looked up at each call, so that a test which replaces the global fetch is seen.
  return await globalThis.fetch(input, options)
}
