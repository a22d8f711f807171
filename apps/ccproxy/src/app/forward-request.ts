import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import {
  accountName,
  baseUrlAdvice,
  chooseDialect,
  detectDialect,
  HeaderList,
  type Host,
  resolveRoute,
} from '@ccproxy/host'
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
  if (route.kind === 'unknown')
    throw unknownProvider(host, route.segment, route.nearest, baseUrlAdvice(incoming.url ?? ''))
  if (route.kind === 'model') refuseWrongBase(route.path, providerNames)
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
    isAccountNamed: !isNothing(named),
    path,
    // What we say ourselves must have some shape, also on paths of no API that we know.
    dialect: dialect ?? adapter.dialects[0],
    translateTo: isSpoken ? undefined : chooseDialect(adapter, incoming.method ?? 'GET', path),
    incoming,
    outgoing,
  })
}

/** @throws CCPROXY_HTTP_PATH_REFUSED for a path that no API has and a wrong base URL makes */
function refuseWrongBase(path: string, providerNames: ReadonlySet<string>): void {
  const hint = baseUrlAdvice(path, providerNames)
  if (hint !== undefined) throw new CCProxyError('CCPROXY_HTTP_PATH_REFUSED', 'this is the path of no API', { hint })
}

function isNothing(header: string | undefined): boolean {
  return header === undefined || header === ''
}

function unknownProvider(host: Host, segment: string, nearest: string | undefined, advice?: string): CCProxyError {
  const report = findReport(host, segment)
  if (report !== undefined)
    return new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `the plugin ${segment} does not run (${report.state})`, {
      hint: report.error?.hint ?? '`ccproxy plugins list` says why.',
    })
  const hint =
    advice ?? (nearest === undefined ? undefined : `Did you mean /${nearest}/? GET /plugins lists what runs.`)
  const options = hint === undefined ? {} : { hint }
  return new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', 'the first segment of the path names no provider', options)
}
