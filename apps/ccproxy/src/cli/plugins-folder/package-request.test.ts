import { expect, it } from 'vitest'
import { parsePackageRequest } from './package-request.js'

const firstParty = ['claude']

it.each([
  ['@ccproxy/plugin-claude', { name: '@ccproxy/plugin-claude', version: 'latest' }],
  ['acme-plugin@1.2.3', { name: 'acme-plugin', version: '1.2.3' }],
  ['@acme/plugin@1.2.3-beta.1', { name: '@acme/plugin', version: '1.2.3-beta.1' }],
  ['acme-plugin@next', { name: 'acme-plugin', version: 'next' }],
])('%s is asked for as it is', (text, request) => {
  expect(parsePackageRequest(text, firstParty)).toEqual(request)
})

it.each([
  ['claude', 'Use: ccproxy plugins add @ccproxy/plugin-claude'],
  ['claude@1.0.0', 'Use: ccproxy plugins add @ccproxy/plugin-claude'],
  ['./folder', '--plugin <path>'],
  ['../folder', '--plugin <path>'],
  ['/etc', '--plugin <path>'],
  ['file:folder', '--plugin <path>'],
  ['https://example.com/plugin.tgz', '--plugin <path>'],
  ['git+ssh://example.com/plugin', '--plugin <path>'],
  ['acme/plugin', '--plugin <path>'],
  ['--global', '--plugin <path>'],
  ['Acme', '--plugin <path>'],
  ['', '--plugin <path>'],
  ['acme-plugin@^1.0.0', 'acme-plugin@1.2.3'],
  ['acme-plugin@1', 'acme-plugin@1.2.3'],
  ['acme-plugin@npm:other@1.0.0', 'acme-plugin@1.2.3'],
  ['acme-plugin@', 'acme-plugin@1.2.3'],
])('%s is refused with what to write instead', (text, hint) => {
  const parse = (): unknown => parsePackageRequest(text, firstParty)
  expect(parse).toThrow(expect.objectContaining({ code: 'CCPROXY_CLI_USAGE', hint: expect.stringContaining(hint) }))
})
