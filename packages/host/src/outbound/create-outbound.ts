// Every connection that leaves this machine starts here: one proxy policy for OAuth, control calls and client traffic.
import type { Fetch } from '@ccproxy/core'
import type { Dispatcher } from 'undici'
import type { HostSettings } from '../config/host-settings.js'
import { loadUndici } from './load-undici.js'
import { outboundConnector } from './outbound-connector.js'
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
  const fresh = new Agent({
    connect,
    pipelining: 0,
    headersTimeout: controlTimeoutMs,
    bodyTimeout: controlTimeoutMs,
  })
  const pooled = new Agent({
    connect,
    connections: connectionsPerOrigin,
    maxHeaderSize: maxResponseHeadBytes,
    headersTimeout: network.responseTimeout * 1000,
    bodyTimeout: network.idleTimeout * 1000,
  })
  return {
    async fetch(input, init) {
      const options: RequestInit = { redirect: 'manual', ...init }
      // Assigned, since the types of Node's own copy of undici differ from ours where the objects do not.
      Object.assign(options, { dispatcher: fresh })
      // Looked up at each call, so that whoever replaces the global fetch (a test) is seen.
      return globalThis.fetch(input, options)
    },
    dispatcher: pooled,
    async close() {
      await Promise.all([fresh.close(), pooled.close()])
    },
  }
}
