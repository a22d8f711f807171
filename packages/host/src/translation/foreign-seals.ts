// Loaded when a client hands a provider of its own dialect what another one thought: it changed providers on the way.
import { translateRequest } from '@ccproxy/formats'
import type { RequestBody } from '../transport/request-body.js'
import { formatFailure } from './format-failure.js'
import { readRequest } from './read-request.js'
import { translatableEndpoint } from './translatable-endpoint.js'

/**
 * A provider refuses thoughts that it did not sign: they are left out of `body`.
 * @returns names of what was left out, for `x-ccproxy-dropped`
 * @throws CCPROXY_FORMAT_REQUEST | CCPROXY_HTTP_BODY_TOO_LARGE | CCPROXY_HTTP_ABORTED
 */
export async function leaveOutForeignSeals(
  body: RequestBody,
  method: string,
  path: string,
): Promise<readonly string[]> {
  const endpoint = translatableEndpoint(method, path)
  if (endpoint?.kind !== 'answer') return []
  const request = { path, body: await readRequest(body, undefined) }
  try {
    const own = translateRequest({ from: endpoint.dialect, to: endpoint.dialect, request })
    if (own.dropped.length > 0) body.replace(Buffer.from(JSON.stringify(own.request.body)))
    return own.dropped
  } catch (error) {
    throw formatFailure(error)
  }
}
