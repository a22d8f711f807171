import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { BodyBudget } from '../transport/body-budget.js'
import { RequestBody } from '../transport/request-body.js'
import { readRequest } from './read-request.js'

function bodyOf(bytes: Uint8Array): RequestBody {
  const body = new RequestBody(new IncomingMessage(new Socket()), new BodyBudget(0))
  body.replace(bytes)
  return body
}

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('%s is undone', async (encoding, encode) => {
  expect(await readRequest(bodyOf(encode('{"model":"m-1"}')), encoding)).toEqual({ model: 'm-1' })
})

test('what is damaged is refused, and not repeated', async () => {
  const refused = readRequest(bodyOf(Buffer.from('canary')), 'gzip')
  await expect(refused).rejects.toMatchObject({ code: 'CCPROXY_FORMAT_REQUEST' })
  await expect(refused).rejects.not.toThrow('canary')
})

test('what is too large without its encoding is refused as too large', async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, ' '), { level: 1 })
  await expect(readRequest(bodyOf(bomb), 'gzip')).rejects.toMatchObject({ code: 'CCPROXY_HTTP_BODY_TOO_LARGE' })
})
