// Loaded when a client hands a provider of its own dialect what another one thought: it changed providers on the way.
import { countSealEnvelopes, FormatError, translateRequest } from '@ccproxy/formats'
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
  const held = countSealEnvelopes(bytes)
  const request = held > 0 ? parseJsonObject(bytes) : undefined
  if (request === undefined) return []
  try {
    const own = translateRequest({ from: endpoint.dialect, to: endpoint.dialect, request: { path, body: request } })
    const rendered = Buffer.from(JSON.stringify(own.request.body))
    // Somebody talks about seals (a coding agent reads our own sources): nothing was left out, so the bytes stay.
    if (countSealEnvelopes(rendered) === held) return []
    body.replace(rendered)
    return own.dropped
  } catch (error) {
    // Nested so deeply that reading it overflows the stack, it is the provider's to refuse, too.
    if (error instanceof FormatError || error instanceof RangeError) return []
    throw error
  }
}
