import type { IncomingMessage } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { headerValues } from './header-values.js'

/** `localhost` and names below it (RFC 6761), 127.0.0.0/8, ::1, and IPv4 written as IPv6. */
const loopbackName =
  /^(?:(?:[a-z0-9-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/

/**
 * A page that resolves its own name to this machine is stopped here: it cannot choose the `Host` header. The port says
 * nothing, since such a page sends the right one; a tunnel (`ssh -L`) or a container changes it.
 * @throws CCPROXY_HTTP_HOST_REFUSED
 */
export function checkHost(incoming: IncomingMessage): void {
  const hosts = headerValues(incoming, 'host')
  const isOurs = hosts.length === 1 && loopbackName.test(nameIn(hosts[0] ?? ''))
  if (!isOurs) throw new CCProxyError('CCPROXY_HTTP_HOST_REFUSED', 'the Host header names no address of this machine')
}

function nameIn(host: string): string {
  // A user name, a path or the like would be taken off by the parser and is no part of a Host header.
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return ''
  return new URL(`http://${host}`).hostname
}
