import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { CCProxyError } from '@ccproxy/core'

type Decoder = (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number; readonly chunkSize: number },
) => Promise<Uint8Array>

const decoders: Readonly<Record<string, Decoder>> = {
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  zstd: promisify(zstdDecompress),
}

/** Bytes that may come out of the body of a request. */
const requestLimitBytes = 64 * 1024 * 1024

/**
 * Undoes a content-encoding.
 * @param limit bytes that may come out
 * @returns undefined when the encoding is unknown, the bytes are damaged or too many come out
 */
export async function decodeBody(
  bytes: Uint8Array,
  encoding: string | undefined,
  limit: number,
): Promise<Uint8Array | undefined> {
  return decode(bytes, encoding, limit).catch(() => undefined)
}

/**
 * Undoes the content-encoding of a client's request.
 * @returns undefined when the encoding is unknown or the bytes are damaged
 * @throws CCPROXY_HTTP_BODY_TOO_LARGE when more than 64 MiB come out
 */
export async function decodeRequest(bytes: Uint8Array, encoding: string | undefined): Promise<Uint8Array | undefined> {
  try {
    return await decode(bytes, encoding, requestLimitBytes)
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    if (!isTooLarge) return undefined
    throw new CCProxyError('CCPROXY_HTTP_BODY_TOO_LARGE', 'the body is too large without its content-encoding')
  }
}

/** Each chunk costs a turn of the event loop, of which a large body would need thousands. */
function chunkSizeFor(length: number): number {
  return Math.min(1024 * 1024, Math.max(16 * 1024, 4 * length))
}

async function decode(bytes: Uint8Array, encoding: string | undefined, limit: number): Promise<Uint8Array | undefined> {
  const name = encoding?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'identity') return bytes
  const decoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined
  return decoder?.(bytes, { maxOutputLength: limit, chunkSize: chunkSizeFor(bytes.length) })
}
