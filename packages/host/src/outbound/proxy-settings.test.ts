import { describe, expect, test } from 'vitest'
import { proxySettings } from './proxy-settings.js'

function nameFor(target: string, configured?: string, environment: Readonly<Record<string, string>> = {}) {
  return proxySettings(configured, environment)(new URL(target))?.name
}

test.each([
  ['http://proxy.corp:3128', { kind: 'http', host: 'proxy.corp', port: 3128, name: 'proxy.corp:3128' }],
  ['proxy.corp:3128', { kind: 'http', host: 'proxy.corp', port: 3128 }],
  ['http://proxy.corp', { kind: 'http', port: 80 }],
  ['https://proxy.corp', { kind: 'https', port: 443 }],
  ['socks5h://[::1]', { kind: 'socks', host: '::1', port: 1080, name: '[::1]:1080' }],
  ['SOCKS://u%40corp:p%3Aw@proxy.corp:9', { kind: 'socks', username: 'u@corp', password: 'p:w', name: 'proxy.corp:9' }],
])('the proxy address %s', (address, expected) => {
  expect(proxySettings(address, {})(new URL('https://api.example/'))).toMatchObject(expected)
})

test.each(['socks4://p:1', 'ftp://u:secret@p', 'secret', 'http://', 'http://%zz:secret@p', '//p:1'])(
  '%s is refused, and not repeated',
  (address) => {
    const refused = expect.objectContaining({
      code: 'CCPROXY_CONFIG_INVALID_VALUE',
      message: 'network.proxy is not the address of a proxy that can be used',
    })
    expect(() => proxySettings(address, {})).toThrow(refused)
  },
)

describe('which proxy', () => {
  const environment = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2' }

  test.each([
    ['http://api.example/', undefined, environment, 'plain:1'],
    ['https://api.example/', undefined, environment, 'secure:2'],
    ['https://api.example/', undefined, { HTTP_PROXY: 'http://plain:1' }, 'plain:1'],
    ['http://api.example/', undefined, { HTTPS_PROXY: 'http://secure:2' }, undefined],
    ['https://api.example/', undefined, { ...environment, https_proxy: 'http://lower:3' }, 'lower:3'],
    ['https://api.example/', undefined, { ALL_PROXY: 'socks5://all:5' }, 'all:5'],
    ['http://api.example/', undefined, { all_proxy: 'socks5://all:5' }, 'all:5'],
    ['http://api.example/', undefined, { HTTPS_PROXY: 'http://secure:2', ALL_PROXY: 'http://all:5' }, 'all:5'],
    ['https://api.example/', undefined, { HTTPS_PROXY: 'http://secure:2', ALL_PROXY: 'http://all:5' }, 'secure:2'],
    ['https://api.example/', undefined, { ALL_PROXY: 'http://all:5', NO_PROXY: 'example' }, undefined],
    ['https://api.example/', 'http://own:4', { ...environment, ALL_PROXY: 'http://all:5' }, 'own:4'],
    ['https://api.example/', 'http://own:4', environment, 'own:4'],
    ['https://api.example/', 'http://own:4', { NO_PROXY: 'example' }, undefined],
    ['http://127.0.0.1:8000/', 'http://own:4', {}, undefined],
    ['http://[::1]:8000/', 'http://own:4', {}, undefined],
    ['http://localhost/', 'http://own:4', {}, undefined],
  ])('%s with %s and %o: %s', (target, configured, variables, expected) => {
    expect(nameFor(target, configured, variables)).toBe(expected)
  })
})

describe('NO_PROXY', () => {
  test.each([
    ['*', 'https://api.example/', true],
    ['api.example', 'https://api.example/', true],
    ['API.Example', 'https://api.example/', true],
    ['example', 'https://api.example/', true],
    ['.example', 'https://api.example/', true],
    ['*.example', 'https://api.example/', true],
    ['ample', 'https://api.example/', false],
    ['other.example api.example', 'https://api.example/', true],
    ['a.example,,api.example', 'https://api.example/', true],
    ['api.example:443', 'https://api.example/', true],
    ['api.example:8443', 'https://api.example/', false],
    ['api.example:8443', 'https://api.example:8443/', true],
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['10.1.2.3', 'https://10.1.2.3/', true],
    ['1.2.3', 'https://10.1.2.3/', false],
    ['fd00::/8', 'https://[fd12::1]/', true],
    ['fd12::1', 'https://[fd12::1]/', true],
    ['[fd12::1]:443', 'https://[fd12::1]/', true],
    ['[fd12::1]:80', 'https://[fd12::1]/', false],
    ['', 'https://api.example/', false],
  ])('%j exempts %s: %s', (value, target, exempt) => {
    expect(nameFor(target, 'http://own:4', { NO_PROXY: value })).toBe(exempt ? undefined : 'own:4')
  })
})
