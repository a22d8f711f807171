import { expect, test } from 'vitest'
import { HeaderList } from './header-list.js'

const headers = new HeaderList(['Host', 'a', 'X-Beta', 'one, two', 'X-Key', 'old', 'x-key', 'older'])

test('an edited header keeps its place and its case, what is new comes last', () => {
  const edited = headers.with({ 'x-key': 'new', host: null, 'x-more': 'yes' })
  expect(edited.flat).toEqual(['X-Beta', 'one, two', 'X-Key', 'new', 'x-more', 'yes'])
  expect(headers.get('host')).toBe('a')
})

test('a token is added to a list once', () => {
  expect(headers.with({ 'x-beta': { append: 'two' } }).get('x-beta')).toBe('one, two')
  expect(headers.with({ 'x-beta': { append: 'three' } }).get('x-beta')).toBe('one, two,three')
  expect(headers.with({ 'x-new': { append: 'one' } }).get('x-new')).toBe('one')
})

test('of two edits of one name the last counts', () => {
  const edits = { 'X-Key': 'first', 'x-key': 'last' }
  expect(headers.with(edits).get('x-key')).toBe('last')
  expect(new HeaderList([]).with(edits).flat).toEqual(['x-key', 'last'])
})

test('no edits make no copy', () => {
  const unsaid = JSON.parse('{}')
  unsaid['x-key'] = undefined
  expect(headers.with(unsaid)).toBe(headers)
  expect(headers.with({})).toBe(headers)
})
