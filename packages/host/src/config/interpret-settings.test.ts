import { expect, it } from 'vitest'
import type { SettingSource } from './host-settings.js'
import { interpretSettings } from './interpret-settings.js'
import { readShape } from './settings-shape.js'
import { treeOf } from './settings-tree.js'

const account = {
  type: 'object',
  additionalProperties: false,
  properties: { baseUrl: { type: 'string' }, weight: { type: 'number' } },
}
const shape = readShape({
  type: 'object',
  additionalProperties: false,
  properties: {
    accounts: { type: 'object', additionalProperties: account },
    rules: { type: 'array', items: account },
    limit: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    free: {},
    either: { anyOf: [{ type: 'number' }, { type: 'boolean' }] },
  },
})
const root = { shape, path: ['plugins', 'acme'] }
const file: SettingSource = { kind: 'file', file: 'config.toml' }
const variable: SettingSource = { kind: 'environment', variable: 'X' }

it('maps keys inside maps and lists of tables, and leaves what it does not know', () => {
  const written = {
    accounts: { my_work: { base_url: 'a', weight: 1 } },
    rules: [{ base_url: 'b' }],
    free: { base_url: { some_key: 1 } },
  }
  expect(
    interpretSettings(
      treeOf(written, () => file),
      root,
    ),
  ).toEqual({
    value: {
      accounts: { my_work: { baseUrl: 'a', weight: 1 } },
      rules: [{ baseUrl: 'b' }],
      free: { base_url: { some_key: 1 } },
    },
    problems: [],
  })
})

it('reads text of the environment by what the schema says, also inside JSON', () => {
  const written = {
    limit: '5',
    either: '5',
    rules: '[{"base_url":"b","weight":"2"}]',
    accounts: '{"a":{"weight":"1"}}',
  }
  expect(
    interpretSettings(
      treeOf(written, () => variable),
      root,
    ).value,
  ).toEqual({
    limit: 5,
    either: '5',
    rules: [{ baseUrl: 'b', weight: 2 }],
    accounts: { a: { weight: 1 } },
  })
})

it('does not read text of a file: there a number is a number', () => {
  expect(
    interpretSettings(
      treeOf({ limit: '5' }, () => file),
      root,
    ).value,
  ).toEqual({ limit: '5' })
})

it('names the nearest key also inside maps and lists', () => {
  const written = { accounts: { work: { base_ur: 'a' } }, rules: [{ wait: 1 }], account: {} }
  const { value, problems } = interpretSettings(
    treeOf(written, () => file),
    { ...root, origin: file },
  )
  expect(value).toEqual({ accounts: { work: {} }, rules: [{}] })
  expect(problems.map(({ message }) => message)).toEqual([
    'Unknown key "plugins.acme.accounts.work.base_ur" in config.toml. The nearest valid key is "plugins.acme.accounts.work.base_url".',
    'Unknown key "plugins.acme.rules.0.wait" in config.toml. The nearest valid key is "plugins.acme.rules.0.weight".',
    'Unknown key "plugins.acme.account" in config.toml. The nearest valid key is "plugins.acme.accounts".',
  ])
})
