import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { createLineReader } from './line-reader.js'

it.each([
  [
    'a wrapped address',
    ['http://127.0.0.1:1/callback?code=a', 'bc&state=s'],
    'http://127.0.0.1:1/callback?code=a\nbc&state=s',
  ],
  ['an address before another address', ['http://a.example/?x=1', 'http://b.example/?y=2'], 'http://a.example/?x=1'],
  ['an address before words', ['http://a.example/?x=1', 'that is it'], 'http://a.example/?x=1'],
  ['a key before another line', ['fake-key-1', 'fake-key-2'], 'fake-key-1'],
])('takes the lines of %s that belong together', async (_name, lines, expected) => {
  const input = new PassThrough()
  const reader = createLineReader(input, new PassThrough(), () => {})
  const next = reader.next('?', new AbortController().signal)
  input.write(`${lines.join('\n')}\n`)
  expect(await next).toBe(expected)
  reader.close()
})

it('waits on a terminal for Enter after the last line of a wrapped address', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input })
  const reader = createLineReader(input, new PassThrough(), () => {})
  const next = reader.next('?', new AbortController().signal)
  input.write('http://127.0.0.1:1/callback?state=s&code=a\rbc')
  await new Promise(setImmediate)
  input.write('\r')
  expect(await next).toBe('http://127.0.0.1:1/callback?state=s&code=a\nbc')
  reader.close()
})

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
