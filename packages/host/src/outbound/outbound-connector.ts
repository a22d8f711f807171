// How a connection comes about: directly, or through the proxy of its target.
import { callbackify } from 'node:util'
import type { BeforeSend } from '@ccproxy/core'
import type { buildConnector } from 'undici'
import { connectTunnel } from './connect-tunnel.js'
import { loadUndici } from './load-undici.js'
import { mendSocket } from './mend-socket.js'
import type { ProxyAddress } from './proxy-address.js'
import type { ProxyTarget } from './proxy-error.js'
import type { ProxyFor } from './proxy-settings.js'
import { socksTunnel } from './socks-tunnel.js'

/**
 * Undici's own agent for proxies is not used: it sends of several headers with one name only the last, and its SOCKS knows
 * none of the agent's limits.
 */
export function outboundConnector(proxyFor: ProxyFor, timeoutMs: number): buildConnector.connector {
  const connectDirectly = loadUndici().buildConnector({ timeout: timeoutMs })
  const openTunnel = callbackify(async (proxy: ProxyAddress, target: ProxyTarget) =>
    proxy.kind === 'socks' ? socksTunnel(proxy, target, timeoutMs) : connectTunnel(proxy, target, timeoutMs),
  )
  return (options, deliver) => {
    const callback: buildConnector.Callback = (...[error, socket]) =>
      error === null ? deliver(null, mendSocket(socket)) : deliver(error, null)
    const { hostname, protocol } = options
    const port = options.port === '' ? (protocol === 'https:' ? '443' : '80') : options.port
    const host = hostname.includes(':') ? `[${hostname}]` : hostname
    const proxy = proxyFor(new URL(`${protocol}//${host}:${port}`))
    if (proxy === undefined) return connectDirectly(options, callback)
    openTunnel(proxy, { host: hostname, port: Number(port) }, (error, socket) => {
      if (error !== null) return callback(error, null)
      if (protocol === 'https:') return connectDirectly({ ...options, httpSocket: socket }, callback)
      callback(null, socket.setNoDelay(true))
    })
  }
}

/** Hands a connection over when `beforeSend` has resolved; closes it, with no byte sent, when `beforeSend` rejects. */
export function connectorBefore(connect: buildConnector.connector, beforeSend: BeforeSend): buildConnector.connector {
  return (options, deliver) => {
    connect(options, (...[error, socket]) => {
      if (error !== null) return deliver(error, null)
      beforeSend().then(
        () => deliver(null, socket),
        (reason: unknown) => {
          socket.destroy()
          deliver(reason instanceof Error ? reason : new Error('the request was kept back'), null)
        },
      )
    })
  }
}
