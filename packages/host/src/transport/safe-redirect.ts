import { CCProxyError } from '@ccproxy/core'
import type { UpstreamUrl } from '../routing/join-upstream-url.js'
import type { ResponseHead } from './upstream-attempt.js'

const redirects: ReadonlySet<number> = new Set([300, 301, 302, 303, 305, 307, 308])

export function isRedirect(head: ResponseHead): boolean {
  return redirects.has(head.status) && head.headers.get('location') !== undefined
}

/**
 * We follow no redirect, but clients do, and take the headers with them that hold our key. So a redirect that stays under
 * the provider's base URL is turned into one that comes back to us, and any other is not passed on.
 * @throws CCPROXY_UPSTREAM_ANSWER naming the origin that the provider pointed to
 */
export function safeRedirect(
  head: ResponseHead,
  requested: UpstreamUrl,
  provider: { readonly name: string; readonly baseUrl: string },
): ResponseHead {
  const location = head.headers.get('location') ?? ''
  const base = new URL(provider.baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const requestedUrl = `${requested.origin}${requested.path}`
  const target = URL.canParse(location, requestedUrl) ? new URL(location, requestedUrl) : undefined
  if (target === undefined || target.origin !== base.origin || !target.pathname.startsWith(`${prefix}/`))
    throw new CCProxyError(
      'CCPROXY_UPSTREAM_ANSWER',
      `${base.origin} redirects to ${target === undefined ? 'an address that is none' : target.origin}`,
      { hint: 'Set base_url of the provider to the final address; CCProxy does not follow redirects.' },
    )
  const own = `/${provider.name}${target.pathname.slice(prefix.length)}${target.search}`
  return { ...head, headers: head.headers.with({ location: own }) }
}
