import { HeaderList } from '../transport/header-list.js'
import { connectionTokens, hopByHop } from '../transport/hop-by-hop.js'

/** What a client sends to us and not to the provider. The login, and what it is billed to, come from the account only. */
const ours: ReadonlySet<string> = new Set([
  // node:http answers `Expect` itself; length and host are of the new request.
  'content-length',
  'expect',
  'host',
  'http2-settings',
  // client keys
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  // what a browser adds, and what would tell the provider where the client sits
  'cookie',
  'cookie2',
  'forwarded',
  'origin',
  'referer',
  'via',
  // the same, in the words of proxies and clouds
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'client-ip',
  'fastly-client-ip',
  'true-client-ip',
  'x-appengine-user-ip',
  'x-azure-clientip',
  'x-azure-socketip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'x-originating-ip',
  'x-real-ip',
  'x-remote-addr',
  'x-remote-ip',
  // a second opinion on the path and the host that were checked
  'x-envoy-original-path',
  'x-host',
  'x-original-host',
  'x-original-uri',
  'x-original-url',
  'x-rewrite-url',
  // a second opinion on the method that was checked
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  // whom the request is billed to
  'anthropic-organization-id',
  'anthropic-workspace-id',
  'openai-organization',
  'openai-project',
  'x-goog-user-project',
])

/** The client's headers as the provider may see them, before the adapter signs. Case and order stay. */
export function requestHeaders(rawHeaders: readonly string[]): HeaderList {
  const declared = connectionTokens(rawHeaders)
  const flat: string[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const lower = name.toLowerCase()
    if (declared.has(lower) || hopByHop.has(lower) || ours.has(lower)) continue
    if (lower.startsWith('x-ccproxy-') || lower.startsWith('x-forwarded-')) continue
    flat.push(name, rawHeaders[index + 1] ?? '')
  }
  return new HeaderList(flat)
}
