import type { Socket } from 'node:net'
import type { ProxyAddress } from './proxy-address.js'
import { type ProxyTarget, proxyRefused, proxyUnauthorized, proxyUnreachable, systemCode } from './proxy-error.js'

/** A connection to the target by CONNECT (RFC 9110 §9.3.6). @throws CCPROXY_UPSTREAM_UNREACHABLE */
export async function connectTunnel(proxy: ProxyAddress, target: ProxyTarget, timeoutMs: number): Promise<Socket> {
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`
  // As a module, node:http brings all of fetch with it.
  const send =
    proxy.kind === 'https'
      ? process.getBuiltinModule('node:https').request
      : process.getBuiltinModule('node:http').request
  const request = send({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: { host: authority, ...authorization(proxy) },
    agent: false,
  })
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  request.once('connect', ({ statusCode = 0 }, socket: Socket, early: Buffer) => {
    if (early.length > 0) socket.unshift(early)
    if (statusCode >= 200 && statusCode < 300) return resolve(socket)
    socket.destroy()
    reject(statusCode === 407 ? proxyUnauthorized(proxy) : proxyRefused(proxy, target, String(statusCode)))
  })
  request.on('error', (error) => reject(proxyUnreachable(proxy, systemCode(error))))
  request.end()
  const timer = setTimeout(() => {
    reject(proxyUnreachable(proxy, 'no answer in time'))
    request.destroy()
  }, timeoutMs)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

function authorization({ username, password }: ProxyAddress): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {}
  return { 'proxy-authorization': `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}
