import { describe, expect, it } from 'vitest'
import { keyFlow } from './__fixtures__/acme.js'
import { fakeApiKey } from './fake-api-key.js'

describe('a key that nobody issued', () => {
  it.each([
    [undefined, /^fake-key-/],
    [/^sk-ant-/, /^sk-ant-fake-key-/],
    [/^hf_[\w-]{8,}$/, /^hf_fake-key-/],
  ])('matches %s', (pattern, expected) => {
    expect(fakeApiKey(pattern === undefined ? keyFlow : { ...keyFlow, pattern }, undefined)).toMatch(expected)
  })

  it('is the one of the author, where there is one', () => {
    expect(fakeApiKey({ ...keyFlow, pattern: /^[0-9]{4}$/ }, '0000')).toBe('0000')
  })

  it('is asked for where none can be made up', () => {
    expect(() => fakeApiKey({ ...keyFlow, pattern: /^[0-9]{4}$/ }, undefined)).toThrow('no key can be made up')
    expect(() => fakeApiKey({ ...keyFlow, pattern: /^[0-9]{4}$/ }, 'four')).toThrow('no key can be made up')
  })
})
