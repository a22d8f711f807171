import { expect, test } from 'vitest'
import { checkAdapterUrl, joinUpstreamUrl } from './join-upstream-url.js'

test.each([
  ['https://api.example', '/v1/messages?beta=true', 'https://api.example', '/v1/messages?beta=true'],
  ['https://api.example/v1', '/v1/messages', 'https://api.example', '/v1/messages'],
  ['https://api.example/v1', '/v1', 'https://api.example', '/v1'],
  ['https://api.example/v1', '/v1beta/models', 'https://api.example', '/v1/v1beta/models'],
  [
    'https://openrouter.example/api/v1',
    '/v1/chat/completions',
    'https://openrouter.example',
    '/api/v1/chat/completions',
  ],
  ['http://127.0.0.1:9/base', '/v1/x', 'http://127.0.0.1:9', '/base/v1/x'],
  ['https://api.example', '/v1/a:b@c', 'https://api.example', '/v1/a:b@c'],
  ['https://api.example', '/v1/models/a.b:go?alt=sse', 'https://api.example', '/v1/models/a.b:go?alt=sse'],
  ['https://api.example/base', '/?a=1', 'https://api.example', '/base/?a=1'],
])('%s + %s', (base, path, origin, joined) => {
  expect(joinUpstreamUrl(base, path)).toEqual({ origin, path: joined })
})

test.each([
  'v1/messages',
  '@evil.example/v1',
  '.evil.example/v1',
  ':80@evil.example/',
  '//evil.example/x',
  '/\\evil.example/x',
  '\\\\evil.example',
  'https://evil.example/v1',
  '/v1/../../x',
  '/%2e%2e/x',
  '/..\\x',
  '/v1/x#fragment',
  '',
])('%s leaves the base', (path) => {
  expect(() => joinUpstreamUrl('https://api.example/base', path)).toThrow(
    expect.objectContaining({ code: 'CCPROXY_UPSTREAM_URL' }),
  )
})

test.each([
  'https://evil.example/base/v1',
  'https://api.example.evil.example/base/v1',
  'https://api.example@evil.example/base/v1',
  'http://api.example/base/v1',
  'https://api.example/other',
  'https://api.example/based/v1',
  'https://api.example/base/../other',
  '//api.example/base/v1',
])('an adapter may not send to %s', (url) => {
  expect(() => checkAdapterUrl('https://api.example/base', url)).toThrow(
    expect.objectContaining({ code: 'CCPROXY_UPSTREAM_URL' }),
  )
})

test('an adapter may change the path below the base', () => {
  expect(checkAdapterUrl('https://api.example/base', 'https://api.example/base/v2/x?a=1')).toEqual({
    origin: 'https://api.example',
    path: '/base/v2/x?a=1',
  })
})

test('plain paths are what a parser makes of them', () => {
  for (const path of ['/v1', '/v1/messages?beta=true', '/v1/a..b', '/v1/a:80', '/v1/x?', '/-/_']) {
    const { origin, pathname, search } = new URL(`https://api.example/base${path}`)
    const joined = joinUpstreamUrl('https://api.example/base', path)
    expect(joined.origin).toBe(origin)
    expect(joined.path.replace(/\?$/, '')).toBe(pathname + search)
  }
})

test('more base URLs than are remembered are joined all the same', () => {
  for (let index = 0; index < 1000; index += 1)
    expect(joinUpstreamUrl(`https://provider-${index}.example/api`, '/v1/x').origin).toBe(
      `https://provider-${index}.example`,
    )
  expect(joinUpstreamUrl('https://provider-0.example/api', '/v1/x').path).toBe('/api/v1/x')
})
