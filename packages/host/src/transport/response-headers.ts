import { HeaderList } from './header-list.js'
import { connectionTokens, hopByHop } from './hop-by-hop.js'

/** What a provider could use to act on the client's browser or on our origin, and what only we may say. */
const stripped: ReadonlySet<string> = new Set([
  'alt-svc',
  'clear-site-data',
  'nel',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'x-content-type-options',
])

/** The provider's headers as the client may see them. Case and order stay. */
export function responseHeaders(rawHeaders: readonly (Buffer | string)[]): HeaderList {
  const received = rawHeaders.map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
  const declared = connectionTokens(received)
  const flat: string[] = []
  for (let index = 0; index + 1 < received.length; index += 2) {
    const name = received[index] ?? ''
    const lower = name.toLowerCase()
    if (declared.has(lower) || hopByHop.has(lower) || stripped.has(lower)) continue
    if (lower.startsWith('access-control-') || lower.startsWith('x-ccproxy-')) continue
    flat.push(name, received[index + 1] ?? '')
  }
  return new HeaderList(flat)
}
