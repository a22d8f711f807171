import type { IncomingMessage } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { headerValues } from './header-values.js'

/**
 * Refuses requests that a browser makes for a page: by `Origin`, which pages cannot leave out of what could do harm, and
 * by `Sec-Fetch-Site`, which tells of images, forms and frames too.
 * @throws CCPROXY_HTTP_ORIGIN_REFUSED
 */
export function checkOrigin(incoming: IncomingMessage, allowedOrigins: ReadonlySet<string>): void {
  const origins = headerValues(incoming, 'origin')
  if (origins.some((origin) => !allowedOrigins.has(origin)) || origins.length > 1)
    throw new CCProxyError('CCPROXY_HTTP_ORIGIN_REFUSED', 'a request from a web page was refused')
  // An allowed page is of another site, too.
  if (origins.length === 1) return
  if (headerValues(incoming, 'sec-fetch-site').some((site) => site !== 'none' && site !== 'same-origin'))
    throw new CCProxyError('CCPROXY_HTTP_ORIGIN_REFUSED', 'a request from a web page of another site was refused')
}

/**
 * An answer of a provider must never become a document of our origin.
 * @throws CCPROXY_HTTP_ORIGIN_REFUSED
 */
export function checkNavigation(incoming: IncomingMessage): void {
  if (headerValues(incoming, 'sec-fetch-mode').includes('navigate'))
    throw new CCProxyError('CCPROXY_HTTP_ORIGIN_REFUSED', 'a browser cannot open the path of a provider')
}

/**
 * What a page may send to anybody without asking first is never JSON.
 * @throws CCPROXY_HTTP_CONTENT_TYPE
 */
export function checkJson(incoming: IncomingMessage): void {
  const { headers } = incoming
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (incoming.method !== 'POST' || !hasBody) return
  const types = headerValues(incoming, 'content-type')
  if (types.length !== 1 || !/^application\/json\s*(?:;|$)/i.test(types[0] ?? ''))
    throw new CCProxyError('CCPROXY_HTTP_CONTENT_TYPE', 'the body of this request must be JSON')
}
