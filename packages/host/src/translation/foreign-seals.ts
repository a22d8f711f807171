// Loaded when a client hands a provider of its own dialect what another one thought: it changed providers on the way.
import { carriesSealEnvelope, FormatError, translateRequest } from '@ccproxy/formats'
import type { RequestBody } from '../transport/request-body.js'
import { parseJsonObject } from './parse-json-object.js'
import { translatableEndpoint } from './translatable-endpoint.js'

/**
 * A provider refuses thoughts that it did not sign: they are left out of `body`. What cannot be read, or is too large to be
 * held, stays as it is, for the provider to judge.
 * @returns names of what was left out, for `x-ccproxy-dropped`
 */
export async function leaveOutForeignSeals(
  body: RequestBody,
  method: string,
  path: string,
): Promise<readonly string[]> {
  const endpoint = translatableEndpoint(method, path)
  if (endpoint?.kind !== 'answer' || !body.isReplayable) return []
  const bytes = await body.whole()
  const request = carriesSealEnvelope(bytes) ? parseJsonObject(bytes) : undefined
  if (request === undefined) return []
  try {
    const own = translateRequest({ from: endpoint.dialect, to: endpoint.dialect, request: { path, body: request } })
    body.replace(Buffer.from(JSON.stringify(own.request.body)))
    return own.dropped
  } catch (error) {
    if (error instanceof FormatError) return []
    throw error
  }
}
