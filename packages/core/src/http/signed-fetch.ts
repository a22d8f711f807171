import { applyHeaderEdits } from '../adapter/headers.js'
import type { ProviderAdapter } from '../adapter/provider-adapter.js'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { TokenManager } from '../manager/token-manager.js'
import { withCredential } from '../manager/with-credential.js'
import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { CredentialKey } from '../storage/credential.js'
import type { Fetch } from './http-client.js'

export interface Signing {
  readonly fetch: Fetch
  readonly manager: TokenManager
  readonly key: CredentialKey
  readonly baseUrl: string
  /** Late: the adapter is made from a context that already holds the client. */
  readonly adapter: () => ProviderAdapter
}

/** A fetch that signs as the provider's adapter does for clients, and replays once on 401. Other origins are refused. */
export function signedFetch({ fetch, manager, key, baseUrl, adapter }: Signing): Fetch {
  const origin = new URL(baseUrl).origin

  async function send(request: Request, token: TokenSnapshot, signal: AbortSignal): Promise<Response> {
    const url = new URL(request.url)
    const { headers: edits } = adapter().prepare({
      token,
      baseUrl,
      request: {
        id: '',
        method: request.method,
        path: `${url.pathname}${url.search}`,
        dialect: undefined,
        model: undefined,
        headers: { get: (name) => request.headers.get(name) ?? undefined },
      },
    })
    const headers = applyHeaderEdits(request.headers, edits)
    return fetch(new Request(request, { headers }), { redirect: 'manual', signal })
  }

  return async (input, init) => {
    const request = new Request(input, init)
    if (new URL(request.url).origin !== origin)
      throw new CCProxyError('CCPROXY_UPSTREAM_URL', `a signed request to ${new URL(request.url).origin} was refused`)
    // A request follows the signal of the one that it was made of only while that one exists: none is collected before the end.
    const followed: Request[] = input instanceof Request ? [input, request] : [request]
    try {
      return await withCredential(manager, key, {
        attempt: (token) => send(request.clone(), token, request.signal),
        isRejected: (response) => response.status === 401,
        discard: async (response) => response.body?.cancel(),
        signal: request.signal,
      })
    } finally {
      followed.length = 0
    }
  }
}
