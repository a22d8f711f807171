import { expect, it } from 'vitest'
import { coerceText } from './coerce-text.js'
import type { SettingsShape } from './settings-shape.js'

const text: SettingsShape = { kind: 'any' }
const number: SettingsShape = { kind: 'number' }
const boolean: SettingsShape = { kind: 'boolean' }
const texts: SettingsShape = { kind: 'list', items: text }
const table: SettingsShape = { kind: 'table', named: new Map(), others: text }

it.each<[string, SettingsShape, unknown]>([
  ['8080', number, 8080],
  [' 1.5 ', number, 1.5],
  ['-3', number, -3],
  ['80a', number, '80a'],
  ['', number, ''],
  ['1e9', number, '1e9'],
  ['TRUE', boolean, true],
  ['0', boolean, false],
  ['off', boolean, false],
  ['maybe', boolean, 'maybe'],
  ['constructor', boolean, 'constructor'],
  ['a, b,,c', texts, ['a', 'b', 'c']],
  ['["a","b,c"]', texts, ['a', 'b,c']],
  ['[broken', texts, '[broken'],
  ['1,2', { kind: 'list', items: number }, [1, 2]],
  ['{"a":1}', table, { a: 1 }],
  ['[1]', table, '[1]'],
  ['12', text, '12'],
])('%j as %o', (written, shape, meant) => {
  expect(coerceText(written, shape)).toEqual(meant)
})
