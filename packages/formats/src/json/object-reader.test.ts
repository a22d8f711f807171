import { describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.js'
import { ObjectReader } from './object-reader.js'

function reader(): ObjectReader {
  return new ObjectReader(
    {
      text: 'a',
      count: 3,
      half: 0.5,
      flag: true,
      none: null,
      list: [{ x: 1 }, 'no'],
      names: ['a', 1],
      child: { y: 2 },
    },
    400,
    'messages.0',
  )
}

describe('ObjectReader', () => {
  test('reads members by kind; null is absent', () => {
    expect(reader().string('text')).toBe('a')
    expect(reader().optionalCount('count')).toBe(3)
    expect(reader().optionalBoolean('flag')).toBe(true)
    expect(reader().optionalString('none')).toBeUndefined()
    expect(reader().optionalChildren('none')).toEqual([])
    expect(reader().child('child').pathOf('y')).toBe('messages.0.child.y')
    expect(reader().optionalOneOf('text', ['a', 'b'])).toBe('a')
  })

  test.each([
    ['messages.0.text must be a number', (): unknown => reader().optionalNumber('text')],
    ['messages.0.half must be a whole number, 0 or more', (): unknown => reader().optionalCount('half')],
    ['messages.0.count must be a string', (): unknown => reader().string('count')],
    ['messages.0.none is required', (): unknown => reader().string('none')],
    ['messages.0.missing is required', (): unknown => reader().items('missing')],
    ['messages.0.text must be true or false', (): unknown => reader().optionalBoolean('text')],
    ['messages.0.text must be an array', (): unknown => reader().items('text')],
    ['messages.0.list must be an object', (): unknown => reader().child('list')],
    ['messages.0.list.1 must be an object', (): unknown => reader().children('list')],
    ['messages.0.names must be an array of strings', (): unknown => reader().optionalStrings('names')],
    ['messages.0.text must be one of b, c', (): unknown => reader().optionalOneOf('text', ['b', 'c'])],
  ])('%s', (message, read) => {
    expect(read).toThrow(expect.objectContaining({ message, status: 400 }))
    expect(read).toThrow(FormatError)
  })

  test('names what nobody read', () => {
    const body = new ObjectReader({ a: 1, b: { c: 2 }, d: null }, 400)
    body.any('a')
    expect(body.unread()).toEqual(new Map([['b', { c: 2 }]]))
  })
})
