import { array, assert, property, string, stringMatching, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interpretSettings } from './interpret-settings.js'
import { dottedKey, nearestKey, toSnakeCase, variableName } from './setting-keys.js'
import { readShape } from './settings-shape.js'
import { treeOf } from './settings-tree.js'

describe('toSnakeCase', () => {
  it.each([
    ['baseUrl', 'base_url'],
    ['baseURL', 'base_url'],
    ['deviceAuthorizationUrl', 'device_authorization_url'],
    ['URLPrefix', 'url_prefix'],
    ['host', 'host'],
    ['base_url', 'base_url'],
  ])('%s → %s', (camel, snake) => {
    expect(toSnakeCase(camel)).toBe(snake)
  })
})

const word = stringMatching(/^[a-z][a-z0-9]{0,6}$/)
const camelKey = array(word, { minLength: 1, maxLength: 4 }).map(
  ([first = 'a', ...rest]) => first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(''),
)

const nested = (name: string) => ({
  type: 'object',
  additionalProperties: false,
  properties: {
    [name]: { type: 'boolean' },
    freeKeys: { type: 'object', additionalProperties: { type: 'number' } },
  },
})

describe('key mapping', () => {
  it('brings every named key back to its spelling in code, whatever the depth, and leaves keys of maps alone', () => {
    assert(
      property(
        uniqueArray(camelKey, { minLength: 1, maxLength: 5, selector: toSnakeCase }),
        uniqueArray(string({ minLength: 1 }), { maxLength: 4 }),
        (names, mapKeys) => {
          const map = Object.fromEntries(mapKeys.map((key) => [key, 1]))
          const inCode = Object.fromEntries(names.map((name) => [name, { [name]: true, freeKeys: map }]))
          const asWritten = Object.fromEntries(
            names.map((name) => [toSnakeCase(name), { [toSnakeCase(name)]: true, free_keys: map }]),
          )
          const shape = readShape({
            type: 'object',
            additionalProperties: false,
            properties: Object.fromEntries(names.map((name) => [name, nested(name)])),
          })
          const tree = treeOf(asWritten, () => ({ kind: 'default' }))
          expect(interpretSettings(tree, { shape, path: [] })).toEqual({ value: inCode, problems: [] })
        },
      ),
    )
  })
})

it('dottedKey quotes what TOML quotes', () => {
  expect(dottedKey(['models', 'aliases', 'gpt-5.1'])).toBe('models.aliases."gpt-5.1"')
})

it('variableName is the inverse of what the environment layer reads', () => {
  expect(variableName(['plugins', 'my-plugin', 'base_url'])).toBe('PLUGINS__MY_PLUGIN__BASE_URL')
})

it('nearestKey has nothing to say without candidates', () => {
  expect(nearestKey('x', [])).toBeUndefined()
  expect(nearestKey('base_ur', ['api_key', 'base_url'])).toBe('base_url')
  expect(nearestKey('region', ['retries', 'region_name'])).toBe('region_name')
})
