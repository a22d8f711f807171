import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { accountName, detectDialect, HeaderList, type Host, resolveRoute } from '@ccproxy/host'
import { findReport } from './find-report.js'

/** A client that was pointed at us without the name of a provider. */
const unprefixed = /^v1(?:alpha|beta)?$/

/**
 * Hands a request under /{provider}/ to the host, which writes the answer itself.
 * @throws CCPROXY_HTTP_NOT_FOUND | CCPROXY_PROVIDER_UNKNOWN | CCPROXY_CREDENTIAL_ACCOUNT_NAME
 */
export function forwardToProvider(host: Host, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const route = resolveRoute(
    incoming.url ?? '/',
    host.providers.map(({ name }) => name),
  )
  if (route.kind === 'unknown') throw unknownProvider(host, route.segment, route.nearest)
  const provider = host.provider(route.provider)
  if (provider === undefined) throw unknownProvider(host, route.provider, undefined)
  const headers = new HeaderList(incoming.rawHeaders)
  return host.forward({
    requestId: randomUUID(),
    provider,
    account: accountName(headers.get('x-ccproxy-account')),
    path: route.path,
    // What we say ourselves must have some shape, also on paths of no API that we know.
    dialect: detectDialect(route.path, headers) ?? provider.adapter.dialects[0],
    incoming,
    outgoing,
  })
}

function unknownProvider(host: Host, segment: string, nearest: string | undefined): CCProxyError {
  if (unprefixed.test(segment)) return new CCProxyError('CCPROXY_HTTP_NOT_FOUND', 'there is nothing at this path')
  const report = findReport(host, segment)
  if (report !== undefined)
    return new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `the plugin ${segment} does not run (${report.state})`, {
      hint: report.error?.hint ?? '`ccproxy plugins list` says why.',
    })
  const options = nearest === undefined ? {} : { hint: `Did you mean /${nearest}/? GET /plugins lists what runs.` }
  return new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', 'the first segment of the path names no provider', options)
}
