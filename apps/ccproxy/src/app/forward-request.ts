import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import { accountName, chooseDialect, detectDialect, HeaderList, type Host, resolveRoute } from '@ccproxy/host'
import { findReport } from './find-report.js'

export interface ForwardingContext {
  readonly host: Host
  /** Of every running provider. */
  readonly providerNames: ReadonlySet<string>
}

/**
 * Hands a request under /{provider}/, or one that is routed by its model, to the host, which writes the answer itself.
 * @throws CCPROXY_PROVIDER_UNKNOWN | CCPROXY_CREDENTIAL_ACCOUNT_NAME
 */
export function forwardRequest(
  { host, providerNames }: ForwardingContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const route = resolveRoute(incoming.url ?? '/', providerNames)
  if (route.kind === 'unknown') throw unknownProvider(host, route.segment, route.nearest)
  const { path } = route
  const headers = new HeaderList(incoming.rawHeaders)
  const named = headers.get('x-ccproxy-account')
  const account = accountName(named)
  const dialect = detectDialect(path, headers)
  const requestId = randomUUID()
  if (route.kind === 'model')
    return host.route({ requestId, path, account: isNothing(named) ? undefined : account, dialect, incoming, outgoing })
  const provider = host.provider(route.provider)
  if (provider === undefined) throw unknownProvider(host, route.provider, undefined)
  const { adapter } = provider
  const isSpoken = dialect === undefined || adapter.dialects.includes(dialect)
  return host.forward({
    requestId,
    provider,
    account,
    path,
    // What we say ourselves must have some shape, also on paths of no API that we know.
    dialect: dialect ?? adapter.dialects[0],
    translateTo: isSpoken ? undefined : chooseDialect(adapter, incoming.method ?? 'GET', path),
    incoming,
    outgoing,
  })
}

function isNothing(header: string | undefined): boolean {
  return header === undefined || header === ''
}

function unknownProvider(host: Host, segment: string, nearest: string | undefined): CCProxyError {
  const report = findReport(host, segment)
  if (report !== undefined)
    return new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `the plugin ${segment} does not run (${report.state})`, {
      hint: report.error?.hint ?? '`ccproxy plugins list` says why.',
    })
  const options = nearest === undefined ? {} : { hint: `Did you mean /${nearest}/? GET /plugins lists what runs.` }
  return new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', 'the first segment of the path names no provider', options)
}
