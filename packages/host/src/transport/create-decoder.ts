import type { Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'

const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['br', () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH })],
  ['deflate', () => createInflate({ flush: constants.Z_SYNC_FLUSH })],
  ['gzip', () => createGunzip({ flush: constants.Z_SYNC_FLUSH })],
  ['x-gzip', () => createGunzip({ flush: constants.Z_SYNC_FLUSH })],
  ['zstd', () => createZstdDecompress()],
])

/** Undoes a content-encoding as the bytes come. @returns undefined when we do not know it */
export function createDecoder(encoding: string): Transform | undefined {
  return decoders.get(encoding)?.()
}
