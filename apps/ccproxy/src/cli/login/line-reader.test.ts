import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createLineReader } from './line-reader.js'

it('of lines that nobody asked for yet a thousand are kept', async () => {
  const input = new PassThrough()
  const reader = createLineReader(input, new PassThrough(), () => {})
  const { signal } = new AbortController()
  const first = reader.next('?', signal)
  input.end('line\n'.repeat(3000))
  expect(await first).toBe('line')
  let others = 0
  while ((await reader.next('?', signal)) !== undefined) others += 1
  expect(others).toBeLessThanOrEqual(1000)
  reader.close()
})
