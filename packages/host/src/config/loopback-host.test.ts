import { expect, it } from 'vitest'
import { isLoopbackHost } from './loopback-host.js'

it.each(['127.0.0.1', '127.9.9.9', 'localhost', '::1', '[::1]'])('%s is loopback', (host) => {
  expect(isLoopbackHost(host)).toBe(true)
})

it.each([
  '0.0.0.0',
  '::',
  '[::]',
  '192.168.1.2',
  'example.com',
  'localhost.example.com',
  'x@127.0.0.1',
  '127.0.0.1/x',
  '',
])('%j is not loopback', (host) => {
  expect(isLoopbackHost(host)).toBe(false)
})
