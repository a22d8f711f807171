import { expect, it } from 'vitest'
import { readKey } from './read-key.js'

it.each([
  ['a line break', 'sk-fake\n'],
  ['a carriage return', 'sk-fake\r\n'],
  ['a byte order mark', '\uFEFFsk-fake'],
  ['characters without width', '\u200Bsk-fake\u2060'],
  ['blanks', '  sk-fake\t'],
  ['quotes', '"sk-fake"'],
  ['single quotes and blanks', " ' sk-fake ' "],
  ['Bearer', 'Bearer sk-fake'],
])('takes %s off a key', (_what, text) => {
  expect(readKey(text)).toEqual({ key: 'sk-fake' })
})

it.each([
  ['', 'is empty'],
  [' \n', 'is empty'],
  ['""', 'is empty'],
  ['Bearer ', 'is empty'],
  ['sk-fake\nsk-other', 'holds a blank or a line break'],
  ['sk fake', 'holds a blank or a line break'],
  ['sk-fäke', 'holds a character that is no letter, digit or sign of ASCII'],
  ['sk-\u0000', 'holds a character that is no letter, digit or sign of ASCII'],
  ['ccp_fake', 'is a client key of CCProxy, not a key of a provider'],
])('%j %s', (text, problem) => {
  expect(readKey(text)).toEqual({ problem })
})
