import type { CCProxyError } from '@ccproxy/core'
import { renderClientError, sendClientError } from './client-error.js'
import type { Exchange } from './exchange.js'

/** Tells the client of an exchange why it has no answer. @param status in place of that of the error */
export function sendRefusal(exchange: Exchange, error: CCProxyError, status: number | undefined): void {
  const { requestId, provider, dialect, outgoing } = exchange
  if (outgoing.destroyed) return
  const rendered = renderClientError(error, dialect, { requestId, provider: provider.name, status })
  const route = exchange.route?.()
  const headers = route === undefined ? rendered.headers : { ...rendered.headers, 'x-ccproxy-route': route }
  sendClientError(outgoing, { ...rendered, headers })
}
