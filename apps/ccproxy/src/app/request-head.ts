import type { IncomingMessage } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { headerValues } from './header-values.js'
import type { ServerLimits } from './server-limits.js'

/**
 * What node:http lets through although another server could read it differently, or it is larger than it needs to be.
 * @throws CCPROXY_HTTP_MALFORMED | CCPROXY_HTTP_TARGET_TOO_LONG | CCPROXY_HTTP_HEADERS_TOO_LARGE | CCPROXY_HTTP_BODY_TOO_LARGE
 */
export function checkRequestHead(incoming: IncomingMessage, limits: ServerLimits): void {
  checkSize(incoming, limits)
  const { httpVersion, headers } = incoming
  if (httpVersion !== '1.1' && httpVersion !== '1.0') throw malformed('this is a version of HTTP that is not served')
  // RFC 9112 section 3.2. Version 1.0 knows no Host.
  const hosts = headerValues(incoming, 'host').length
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) throw malformed('a request has one Host header')
  if (headers['transfer-encoding'] !== undefined) checkTransferEncoding(incoming)
  const length = headers['content-length']
  if (length !== undefined && Number(length) > Number.MAX_SAFE_INTEGER)
    throw new CCProxyError('CCPROXY_HTTP_BODY_TOO_LARGE', 'no body is that long')
}

/** Any other coding would have to be undone here, since it ends with this connection. HTTP/1.0 knows none. */
function checkTransferEncoding(incoming: IncomingMessage): void {
  const codings = headerValues(incoming, 'transfer-encoding')
  const isChunked = codings.length === 1 && codings[0]?.toLowerCase() === 'chunked'
  if (!isChunked || incoming.httpVersion === '1.0') throw malformed('the transfer-encoding is not chunked alone')
}

function checkSize({ url = '', rawHeaders }: IncomingMessage, limits: ServerLimits): void {
  if (url.length > limits.targetBytes)
    throw new CCProxyError('CCPROXY_HTTP_TARGET_TOO_LONG', `the path and query have ${url.length} bytes`)
  let bytes = 0
  for (const part of rawHeaders) bytes += part.length
  if (bytes > limits.headerBytes || rawHeaders.length > 2 * limits.headers)
    throw new CCProxyError(
      'CCPROXY_HTTP_HEADERS_TOO_LARGE',
      `the request has ${rawHeaders.length / 2} headers of ${bytes} bytes`,
    )
}

function malformed(problem: string): CCProxyError {
  return new CCProxyError('CCPROXY_HTTP_MALFORMED', problem)
}
