import { CCProxyError } from '@ccproxy/core'
import { baseUrlAdvice } from '@ccproxy/host'

const forbidden = /[^\x21-\x7e]|\\|\/\/|%(?:2f|5c|00)/i

/**
 * Refuses what two parsers could read as two places: checked on the bytes of the request line, before any router or URL
 * class has touched them.
 * @throws CCPROXY_HTTP_TARGET_REFUSED
 */
export function checkRequestTarget(target: string): void {
  const end = target.indexOf('?')
  const path = end === -1 ? target : target.slice(0, end)
  const isRefused =
    !path.startsWith('/') ||
    forbidden.test(path) ||
    path.includes('#') ||
    (/[.%]/.test(path) && path.split('/').some(isDotSegment)) ||
    (end !== -1 && /[^\x21-\x7e]/.test(target))
  if (!isRefused) return
  const hint = path.includes('//') ? baseUrlAdvice(path) : undefined
  throw new CCProxyError(
    'CCPROXY_HTTP_TARGET_REFUSED',
    'the request target is not a plain path',
    hint === undefined ? {} : { hint },
  )
}

/** Some servers drop what follows a ';' before they resolve dots. */
function isDotSegment(segment: string): boolean {
  if (segment === '' || (segment[0] !== '.' && segment[0] !== '%')) return false
  const plain = segment.replaceAll(/%2e/gi, '.')
  return /^\.\.?(?:;|%3b|$)/i.test(plain)
}
