// Bytes that node:http cannot read: what they mean, and whose they are.
import { CCProxyError } from '@ccproxy/core'

/** The errors that its server reports for a client. */
export interface ParserError extends Error {
  readonly code?: unknown
  /** The bytes that came last. */
  readonly rawPacket?: unknown
}

export function brokenRequest({ code }: ParserError): CCProxyError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new CCProxyError('CCPROXY_HTTP_HEADERS_TOO_LARGE', 'the path or the headers are too large')
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new CCProxyError('CCPROXY_HTTP_TIMEOUT', 'the headers of the request did not come in time')
    case 'HPE_INVALID_URL':
      return new CCProxyError('CCPROXY_HTTP_TARGET_REFUSED', 'the request target is not a plain path')
    default:
      return new CCProxyError('CCPROXY_HTTP_MALFORMED', 'this is no HTTP request')
  }
}

/** What the request line asks for, where the bytes that came last begin with one. */
export function brokenTarget({ rawPacket }: ParserError): string | undefined {
  if (!(rawPacket instanceof Uint8Array)) return undefined
  const start = Buffer.from(rawPacket.subarray(0, 2048)).toString('latin1')
  return /^[A-Z-]{3,16} (\/[\x21-\x7e]*)/.exec(start)?.[1]
}
