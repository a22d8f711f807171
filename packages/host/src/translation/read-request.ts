import { CCProxyError } from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'
import { decodeRequest } from '../transport/decode-body.js'
import type { RequestBody } from '../transport/request-body.js'
import { parseJsonObject } from './parse-json-object.js'

/**
 * The client's request as JSON, whatever its content-encoding.
 * @throws CCPROXY_FORMAT_REQUEST | CCPROXY_HTTP_BODY_TOO_LARGE | CCPROXY_HTTP_BUSY | CCPROXY_HTTP_TIMEOUT | CCPROXY_HTTP_ABORTED
 */
export async function readRequest(body: RequestBody, encoding: string | undefined): Promise<JsonObject> {
  if (!body.isPresent) throw refusal('the request has no body')
  const bytes = await decodeRequest(await body.whole(), encoding)
  if (bytes === undefined) throw refusal(`the body cannot be read in the content-encoding ${encoding?.slice(0, 32)}`)
  const parsed = parseJsonObject(bytes)
  if (parsed === undefined) throw refusal('the body is no JSON object')
  return parsed
}

function refusal(problem: string): CCProxyError {
  return new CCProxyError('CCPROXY_FORMAT_REQUEST', problem)
}
