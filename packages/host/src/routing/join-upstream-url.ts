import { CCProxyError, joinPath } from '@ccproxy/core'

export interface UpstreamUrl {
  readonly origin: string
  /** What goes on the request line, with the query, as the client wrote it. */
  readonly path: string
}

interface Base {
  readonly origin: string
  /** Without a trailing slash; empty at the root. */
  readonly pathname: string
}

/** Providers are few and their base URLs do not change while we run. */
const bases = new Map<string, Base>()
const maxBases = 256

/**
 * The provider's base URL followed by the client's path, a `/v1` at the seam not doubled.
 * @throws CCPROXY_UPSTREAM_URL when the result leaves the origin or the path of the base
 */
export function joinUpstreamUrl(baseUrl: string, path: string): UpstreamUrl {
  if (!/^\/(?![/\\])/.test(path)) throw leavesBase(baseUrl)
  const base = parsedBase(baseUrl)
  return checkedUrl(baseUrl, base, joinPath(base.pathname, path))
}

/**
 * The same check for a URL that an adapter made.
 * @throws CCPROXY_UPSTREAM_URL
 */
export function checkAdapterUrl(baseUrl: string, url: string): UpstreamUrl {
  const base = parsedBase(baseUrl)
  const prefix = `${base.origin}/`
  if (!url.startsWith(prefix)) throw leavesBase(baseUrl)
  return checkedUrl(baseUrl, base, url.slice(base.origin.length))
}

function parsedBase(baseUrl: string): Base {
  const known = bases.get(baseUrl)
  if (known !== undefined) return known
  const url = new URL(baseUrl)
  const base = { origin: url.origin, pathname: url.pathname.replace(/\/+$/, '') }
  if (bases.size >= maxBases) bases.clear()
  bases.set(baseUrl, base)
  return base
}

/** Nothing in it that one parser could read differently from another: almost every path, at a tenth of the cost of parsing. */
const plainPath = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._:-]*)+(?:\?[A-Za-z0-9=&._-]*)?$/

/** A parser that resolves dot segments, backslashes and user names as servers do must see the same place as we. */
function checkedUrl(baseUrl: string, base: Base, path: string): UpstreamUrl {
  const seam = path[base.pathname.length]
  const isBelow = path.startsWith(base.pathname) && (seam === undefined || seam === '/' || seam === '?')
  if (isBelow && plainPath.test(path)) return { origin: base.origin, path }
  const address = `${base.origin}${path}`
  if (!URL.canParse(address)) throw leavesBase(baseUrl)
  const url = new URL(address)
  const inside = url.pathname === base.pathname || url.pathname.startsWith(`${base.pathname}/`)
  if (url.origin !== base.origin || url.username !== '' || url.hash !== '' || !inside || url.pathname.startsWith('//'))
    throw leavesBase(baseUrl)
  return { origin: base.origin, path }
}

function leavesBase(baseUrl: string): CCProxyError {
  return new CCProxyError('CCPROXY_UPSTREAM_URL', `the request would leave ${new URL(baseUrl).origin}`)
}
