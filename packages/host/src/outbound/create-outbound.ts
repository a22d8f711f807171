// Every connection that leaves this machine starts here: one proxy policy for OAuth, control calls and client traffic.
import { CCProxyError, type Fetch, isLoopbackUrl } from '@ccproxy/core'
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import type { HostSettings } from '../config/host-settings.js'
import { type ProxySettings, proxySettings } from './proxy-settings.js'

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
  const proxy = proxySettings(network.proxy, environment)
  const connect = { timeout: network.connectTimeout * 1000 }
  const fresh = createDispatcher(proxy, {
    connect,
    pipelining: 0,
    headersTimeout: controlTimeoutMs,
    bodyTimeout: controlTimeoutMs,
  })
  const pooled = createDispatcher(proxy, {
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
      Object.assign(options, { dispatcher: fresh.dispatcher })
      // Looked up at each call, so that whoever replaces the global fetch (a test) is seen.
      return globalThis.fetch(input, options)
    },
    dispatcher: pooled.dispatcher,
    async close() {
      await Promise.all([...fresh.agents, ...pooled.agents].map(async (agent) => agent.close()))
    },
  }
}

function createDispatcher(
  proxy: ProxySettings | undefined,
  options: Agent.Options & { readonly connect: { readonly timeout: number } },
): { readonly dispatcher: Dispatcher; readonly agents: readonly Dispatcher[] } {
  const direct = new Agent(options)
  if (proxy === undefined) return { dispatcher: direct, agents: [direct] }
  const proxied = createProxyAgent(proxy, options)
  const dispatcher = proxied.compose(
    (dispatch) => (request, handler) =>
      request.origin !== undefined && isLoopbackUrl(new URL(request.origin))
        ? direct.dispatch({ ...request, origin: request.origin }, handler)
        : // The pools of undici's SOCKS agent keep connections whatever they are told.
          dispatch(options.pipelining === 0 ? { ...request, reset: true } : request, handler),
  )
  return { dispatcher, agents: [direct, proxied] }
}

function createProxyAgent(
  proxy: ProxySettings,
  options: Agent.Options & { readonly connect: { readonly timeout: number } },
): EnvHttpProxyAgent {
  // To undici, `proxyTls` at a SOCKS proxy means TLS on the way to it.
  const isSocks = proxy.httpsProxy.startsWith('socks') || proxy.httpProxy.startsWith('socks')
  const proxyTls = isSocks ? {} : { proxyTls: options.connect }
  try {
    return new EnvHttpProxyAgent({ ...options, ...proxyTls, requestTls: options.connect, ...proxy })
  } catch (error) {
    // The message of undici may quote the address, and with it a password.
    throw new CCProxyError('CCPROXY_CONFIG_INVALID_VALUE', 'the proxy address cannot be used', { cause: error })
  }
}
