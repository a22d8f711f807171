import { CCProxyError } from '@ccproxy/core'
import type { ProxyAddress } from './proxy-address.js'

export interface ProxyTarget {
  readonly host: string
  readonly port: number
}

const settings = 'Check network.proxy, HTTPS_PROXY and NO_PROXY.'

/** Nothing of the request was sent: the proxy did not answer. @param reason a code, never a message that may quote the address */
export function proxyUnreachable({ name }: ProxyAddress, reason: string): CCProxyError {
  return new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', `the proxy ${name} cannot be reached${inBrackets(reason)}`, {
    hint: settings,
  })
}

/** Nothing of the request was sent: the proxy said no. */
export function proxyRefused({ name }: ProxyAddress, target: ProxyTarget, reason: string): CCProxyError {
  const message = `the proxy ${name} did not connect us to ${target.host}:${target.port}${inBrackets(reason)}`
  return new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', message, { hint: settings })
}

/** The proxy wants a user name and a password, or others. */
export function proxyUnauthorized({ name }: ProxyAddress): CCProxyError {
  return new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', `the proxy ${name} refused user name and password`, {
    hint: 'Put them into the proxy address: http://user:password@host:port, special characters percent-encoded.',
  })
}

/** The code of the first error that has one. */
export function systemCode(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : ''
}

function inBrackets(reason: string): string {
  return reason === '' ? '' : ` (${reason})`
}
