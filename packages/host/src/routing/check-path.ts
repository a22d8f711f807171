import { CCProxyError } from '@ccproxy/core'

const defaultAllowedPaths = ['/v1', '/v1beta'] as const

/** Sign-in, organization and key management of a provider: a client of the proxy must not reach them with the login. */
const refusedSegments = new Set([
  '.well-known',
  'oauth',
  'oauth2',
  'organization',
  'organizations',
  'admin',
  'admin_api_keys',
  'api_keys',
  'api-keys',
  'apikeys',
  'keys',
  'service_accounts',
])

/**
 * @param path after /{provider}, with or without the query
 * @param allowedPaths of the adapter: prefixes that end at a segment
 * @throws CCPROXY_HTTP_PATH_REFUSED
 */
export function checkPath(path: string, allowedPaths: readonly string[] = defaultAllowedPaths): void {
  const end = path.indexOf('?')
  const plain = end === -1 ? path : path.slice(0, end)
  if (!allowedPaths.some((prefix) => isUnder(plain, prefix)) || plain.split('/').some(isRefused))
    throw new CCProxyError('CCPROXY_HTTP_PATH_REFUSED', `the path ${plain.slice(0, 128)} is not proxied`)
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/' || prefix === '/')
}

function isRefused(segment: string): boolean {
  if (!segment.includes('%')) return refusedSegments.has(segment.toLowerCase())
  try {
    return refusedSegments.has(decodeURIComponent(segment).toLowerCase())
  } catch {
    // What cannot be decoded here may be decoded differently there.
    return true
  }
}
