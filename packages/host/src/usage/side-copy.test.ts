import { randomBytes } from 'node:crypto'
import { createGunzip, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { SideCopy } from './side-copy.js'

function sideCopy(): { readonly copy: SideCopy; readonly read: () => number } {
  let bytes = 0
  const copy = new SideCopy(createGunzip(), (decoded) => {
    bytes += decoded.length
  })
  return { copy, read: () => bytes }
}

test('reads to the end', async () => {
  const { copy, read } = sideCopy()
  copy.push(gzipSync('hello'))
  expect(await copy.end()).toBe(true)
  expect(read()).toBe(5)
})

test('no more comes out of it than models write', async () => {
  const { copy, read } = sideCopy()
  const megabyte = gzipSync(Buffer.alloc(1024 * 1024))
  copy.push(Buffer.concat(Array.from({ length: 20 }, () => megabyte)))
  expect(await copy.end()).toBe(false)
  expect(read()).toBeLessThanOrEqual(16 * 1024 * 1024)
})

test('a long stream is read to its end', async () => {
  const { copy, read } = sideCopy()
  const megabyte = gzipSync(Buffer.alloc(1024 * 1024, randomBytes(20_000)))
  copy.push(Buffer.concat(Array.from({ length: 20 }, () => megabyte)))
  expect(await copy.end()).toBe(true)
  expect(read()).toBe(20 * 1024 * 1024)
})

test('no more than 1 MiB waits for it, however fast bytes come', async () => {
  const { copy, read } = sideCopy()
  const part = gzipSync(Buffer.alloc(1024))
  for (let left = 2 * 1024 * 1024; left > 0; left -= part.length) copy.push(part)
  expect(await copy.end()).toBe(false)
  expect(read()).toBe(0)
})
