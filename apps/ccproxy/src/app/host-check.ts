import type { IncomingMessage } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { headerValues } from './header-values.js'

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/**
 * A page that resolves its own name to this machine is stopped here: it cannot choose the `Host` header.
 * @throws CCPROXY_HTTP_HOST_REFUSED
 */
export function checkHost(incoming: IncomingMessage, port: number): void {
  const hosts = headerValues(incoming, 'host')
  const host = hosts[0]?.toLowerCase()
  const isOurs =
    hosts.length === 1 && loopbackNames.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
  if (!isOurs) throw new CCProxyError('CCPROXY_HTTP_HOST_REFUSED', 'the Host header does not name this server')
}
