import { expect, test } from 'vitest'
import { OwnAddresses } from './own-addresses.js'

test.each([
  ['http://127.0.0.1:8000', 'http://127.0.0.1:8000', true],
  ['http://127.0.0.1:8000', 'http://localhost:8000', true],
  ['http://127.0.0.1:8000', 'http://[::1]:8000', true],
  ['http://0.0.0.0:8000', 'http://127.0.0.9:8000', true],
  ['http://127.0.0.1:8000', 'http://127.0.0.1:8001', false],
  ['http://192.168.1.2:8000', 'http://192.168.1.2:8000', true],
  ['http://127.0.0.1:8000', 'https://api.example', false],
])('listening on %s, %s is ours: %s', (own, upstream, isOurs) => {
  const addresses = new OwnAddresses()
  addresses.set([own])
  const refused = expect.objectContaining({ code: 'CCPROXY_UPSTREAM_LOOP' })
  expect(refusalOf(() => addresses.assertForeign(upstream))).toEqual(isOurs ? refused : undefined)
})

function refusalOf(check: () => void): unknown {
  try {
    check()
  } catch (error) {
    return error
  }
  return undefined
}

test('more addresses than are remembered are told apart all the same', () => {
  const addresses = new OwnAddresses()
  addresses.set(['http://127.0.0.1:8000'])
  for (let index = 0; index < 3000; index += 1) addresses.assertForeign(`https://provider-${index}.example`)
  expect(() => addresses.assertForeign('http://localhost:8000')).toThrow('is CCProxy itself')
})
