import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createClientKeyCheck } from './client-key.js'

const key = `ccp_fake_${'k'.repeat(40)}`

function asking(presented: string): IncomingMessage {
  const incoming = new IncomingMessage(new Socket())
  incoming.rawHeaders = ['x-ccproxy-key', presented]
  return incoming
}

test.each([
  ['the beginning of it', key.slice(0, -1)],
  ['something behind it', `${key}k`],
  ['a zero behind it', `${key}\0`],
  ['something very long', key + 'k'.repeat(4000)],
  ['another case', key.toUpperCase()],
  ['nothing', ''],
])('%s is not the key', (_what, presented) => {
  const check = createClientKeyCheck(key)
  expect(() => check(asking(presented))).toThrow(expect.objectContaining({ code: 'CCPROXY_HTTP_KEY_INVALID' }))
  expect(() => check(asking(key))).not.toThrow()
})

test('a key may be longer than usual', () => {
  const long = `ccp_${'é'.repeat(2000)}`
  const check = createClientKeyCheck(long)
  expect(() => check(asking(long))).not.toThrow()
  expect(() => check(asking(`${long.slice(0, -1)}e`))).toThrow('is not valid')
})
