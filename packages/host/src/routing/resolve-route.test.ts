import { expect, test } from 'vitest'
import { keyParameters } from '../pass-through/query-parameters.js'
import { resolveRoute } from './resolve-route.js'

const names = new Set(['claude', 'openai', 'gemini'])

test.each([
  ['/claude/v1/messages?beta=true', 'claude', '/v1/messages?beta=true'],
  ['/gemini/v1beta/models/m:generateContent?key=canary&alt=sse', 'gemini', '/v1beta/models/m:generateContent?alt=sse'],
  ['/gemini/v1/models?%6bey=canary', 'gemini', '/v1/models'],
  ['/gemini/v1/models?$key=canary&%24KEY=canary&access_token=canary', 'gemini', '/v1/models'],
  [
    '/gemini/v1/models?oauth_token=canary&$.access_token=canary&quotaUser=me&pageSize=5',
    'gemini',
    '/v1/models?pageSize=5',
  ],
  ['/gemini/v1/models/m?$httpMethod=DELETE', 'gemini', '/v1/models/m'],
  ['/openai/v1/x?keys=1&monkey=2&a=%20+', 'openai', '/v1/x?keys=1&monkey=2&a=%20+'],
  ['/openai/v1/x?', 'openai', '/v1/x?'],
  ['/claude', 'claude', '/'],
  ['/claude?x=1', 'claude', '/?x=1'],
  ['/claude/@evil.example/x', 'claude', '/@evil.example/x'],
])('%s', (target, provider, path) => {
  expect(resolveRoute(target, names)).toEqual({ kind: 'provider', provider, path })
})

test.each([
  ['/cluade/v1/messages', 'claude'],
  ['/Claude/v1/messages', 'claude'],
  ['/v1x/messages', undefined],
  ['/', undefined],
])('%s is unknown; perhaps %s', (target, nearest) => {
  expect(resolveRoute(target, names)).toMatchObject({ kind: 'unknown', nearest })
})

test.each([
  ['/v1/messages?beta=true', '/v1/messages?beta=true'],
  ['/v1beta/models/m:generateContent?alt=sse&key=canary', '/v1beta/models/m:generateContent?alt=sse'],
  ['/v1alpha', '/v1alpha'],
])('%s is routed by its model', (target, path) => {
  expect(resolveRoute(target, names)).toEqual({ kind: 'model', path })
})

test('every key parameter is found, decoded', () => {
  expect(keyParameters('/x?key=a%2Bb&k=1&%6Bey=c&key')).toEqual(['a+b', 'c', 'key'])
})
