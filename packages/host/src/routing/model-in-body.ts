import { CCProxyError, isCCProxyError } from '@ccproxy/core'
import { decodeRequest } from '../transport/decode-body.js'
import type { RequestBody } from '../transport/request-body.js'
import { findModel, type ModelSpan } from './find-model.js'
import type { NamedModel } from './named-model.js'

/**
 * Looks for the model in a JSON body. What was read stays in `body`, to be sent on.
 * @param encoding the `content-encoding`; an encoded body is decoded for the look, and goes out decoded only if it is changed
 * @returns undefined: it names none that can be found
 * @throws CCPROXY_HTTP_ABORTED | CCPROXY_HTTP_BODY_TOO_LARGE
 */
export async function modelInBody(body: RequestBody, encoding: string | undefined): Promise<NamedModel | undefined> {
  if (!body.isPresent) return undefined
  if (encoding === undefined || /^\s*(?:identity\s*)?$/i.test(encoding)) {
    const span = findModel(await body.glance()) ?? (body.isReplayable ? undefined : findModel([await whole(body)]))
    return span === undefined ? undefined : inPlain(span)
  }
  const decoded = await decodeRequest(await whole(body), encoding)
  const span = decoded === undefined ? undefined : findModel([decoded])
  return decoded === undefined || span === undefined ? undefined : inEncoded(span, decoded)
}

function inPlain({ model, start, end }: ModelSpan): NamedModel {
  return {
    name: model,
    rename(name, body) {
      if (name !== model) body.splice(start, end, quoted(name))
      return {}
    },
  }
}

function inEncoded({ model, start, end }: ModelSpan, decoded: Uint8Array): NamedModel {
  return {
    name: model,
    rename(name, body) {
      if (name === model) return {}
      body.replace(Buffer.concat([decoded.subarray(0, start), quoted(name), decoded.subarray(end)]))
      return { headerEdits: { 'content-encoding': null } }
    },
  }
}

function quoted(name: string): Buffer {
  return Buffer.from(JSON.stringify(name))
}

async function whole(body: RequestBody): Promise<Buffer> {
  try {
    return await body.whole()
  } catch (error) {
    if (!isCCProxyError(error) || error.code !== 'CCPROXY_HTTP_BODY_TOO_LARGE') throw error
    throw new CCProxyError(error.code, 'the model of this request was not found, and its body is very large', {
      hint: 'Write "model" before the messages, without a content-encoding, or use /<provider>/v1/….',
      cause: error,
    })
  }
}
