import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Random } from '../../soak/random.ts'

/** More comes out of it than may. Made once: it takes a while. */
let bomb: Buffer | undefined

const encoders = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync, zstd: zstdCompressSync }

/** A body in its content-encoding and framing, with the lines that say so. */
export function framed(random: Random, plain: Buffer): { readonly lines: readonly string[]; readonly bytes: Buffer } {
  const { encoding, body } = encoded(random, plain)
  const type = random.chance(0.93)
    ? 'application/json'
    : random.pick([
        'text/plain',
        'application/json; charset=utf-8',
        'multipart/form-data; boundary=x',
        'application/jsonx',
        '',
      ])
  const lines = [`Content-Type: ${type}`, ...(encoding === undefined ? [] : [`Content-Encoding: ${encoding}`])]
  if (random.chance(0.7)) {
    const isRight = random.chance(0.97)
    const length = isRight ? body.length : Math.max(0, body.length + random.between(-20, 20))
    return { lines: [...lines, `Content-Length: ${length}`], bytes: body }
  }
  return { lines: [...lines, 'Transfer-Encoding: chunked'], bytes: chunked(random, body) }
}

function encoded(random: Random, plain: Buffer): { readonly encoding: string | undefined; readonly body: Buffer } {
  if (random.chance(0.85)) return { encoding: undefined, body: plain }
  const encoding = random.pick(['gzip', 'br', 'deflate', 'zstd'])
  if (random.chance(0.003)) {
    bomb ??= gzipSync(Buffer.alloc(65 * 1024 * 1024, ' '), { level: 1 })
    return { encoding: 'gzip', body: bomb }
  }
  const body = encoders[encoding](plain)
  if (random.chance(0.8)) return { encoding, body }
  // Cut off, another one, or none at all.
  return random.pick([
    { encoding, body: body.subarray(0, body.length >> 1) },
    { encoding: random.pick(['gzip', 'br', 'compress', 'gzip, gzip', 'identity', '\xff', '__proto__']), body },
    { encoding, body: plain },
  ])
}

function chunked(random: Random, body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const size = random.between(1, Math.max(1, body.length - at))
    const said = random.chance(0.99)
      ? size.toString(16)
      : random.pick(['zz', '-1', 'ffffffffffffffffff', '', '0x1', ' 5'])
    const extension = random.chance(0.98) ? '' : `;${'e'.repeat(random.between(1, 30_000))}`
    parts.push(Buffer.from(`${said}${extension}\r\n`), body.subarray(at, at + size), Buffer.from('\r\n'))
    at += size
  }
  const trailers = random.chance(0.97)
    ? ''
    : random.pick(['x: y\r\n', 'content-length: 5\r\n', 'authorization: z\r\n', 'bad\r\n'])
  const end = random.chance(0.98) ? `0\r\n${trailers}\r\n` : random.pick(['', '0', '0\r\n', '00000\r\n\r\n', '1\r\n'])
  return Buffer.concat([...parts, Buffer.from(end)])
}
