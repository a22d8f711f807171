import type { RecordedRequest } from '../../../upstream/recorded-request.js'
import { sentHeaders } from '../bench/sent-headers.js'

/** Of the connection or of this run, not of the plugin. */
const volatile: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'date'])

/** A request as text, the credential masked. */
export function printRequest(request: RecordedRequest, credential: string): string {
  const headers = sentHeaders(request)
    .filter(([name]) => !volatile.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value.replaceAll(credential, '<credential>')}`)
  const { method, target } = request
  return [`${method} ${target}`, ...headers, '', request.text(), ''].join('\n')
}
