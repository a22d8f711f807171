import type { Socket } from 'node:net'
import type { CCProxyError } from '@ccproxy/core'
import type { ProxyAddress } from './proxy-address.js'
import { type ProxyTarget, proxyRefused, proxyUnauthorized, proxyUnreachable } from './proxy-error.js'

/** A connection to the target by SOCKS 5 (RFC 1928); the proxy resolves the name. @throws CCPROXY_UPSTREAM_UNREACHABLE */
export async function socksTunnel(proxy: ProxyAddress, target: ProxyTarget, timeoutMs: number): Promise<Socket> {
  const { SocksClient } = await import('socks')
  const { host, port, username, password } = proxy
  try {
    const { socket } = await SocksClient.createConnection({
      command: 'connect',
      proxy: { host, port, type: 5, ...((username !== '' || password !== '') && { userId: username, password }) },
      destination: { ...target },
      timeout: timeoutMs,
      set_tcp_nodelay: true,
    })
    return socket
  } catch (error) {
    throw failure(error, proxy, target)
  }
}

/** No cause: the errors of the library hold its options, and with them the password. */
function failure(error: unknown, proxy: ProxyAddress, target: ProxyTarget): CCProxyError {
  const message = error instanceof Error ? error.message : ''
  if (/authentication/i.test(message)) return proxyUnauthorized(proxy)
  const [, refusal] = /rejected connection.*- \(?(\w+)\)?/.exec(message) ?? []
  if (refusal !== undefined) return proxyRefused(proxy, target, refusal)
  if (/timed out/i.test(message)) return proxyUnreachable(proxy, 'no answer in time')
  return proxyUnreachable(proxy, /\bE[A-Z]{3,}\b/.exec(message)?.[0] ?? '')
}
