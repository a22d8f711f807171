import { expect, test } from 'vitest'
import { modelInPath } from './model-in-path.js'

test.each([
  ['/v1beta/models/gemini-3:generateContent', 'gemini-3', '/v1beta/models/new:generateContent'],
  ['/v1/models/gemini-3:streamGenerateContent?alt=sse', 'gemini-3', '/v1/models/new:streamGenerateContent?alt=sse'],
  ['/v1beta/models/gemini@work/gemini-3:countTokens', 'gemini@work/gemini-3', '/v1beta/models/new:countTokens'],
  ['/v1beta/models/openrouter/a/b:free:generateContent', 'openrouter/a/b:free', '/v1beta/models/new:generateContent'],
  ['/v1beta/tunedModels/a%3Ab%40c:generateContent', 'a:b@c', '/v1beta/tunedModels/new:generateContent'],
  [
    '/v1beta/openai/gpt-5:streamGenerateContent?alt=sse',
    'openai/gpt-5',
    '/v1beta/models/new:streamGenerateContent?alt=sse',
  ],
  ['/v1beta/openrouter/a/b:free:countTokens', 'openrouter/a/b:free', '/v1beta/models/new:countTokens'],
  ['/v1beta/gemini@work/gemini-3:generateContent', 'gemini@work/gemini-3', '/v1beta/models/new:generateContent'],
  ['/v1beta/models/%zz:generateContent', '%zz', '/v1beta/models/new:generateContent'],
])('%s', (path, name, renamed) => {
  const found = modelInPath(path)
  expect([found?.name, found?.pathFor('new')]).toEqual([name, renamed])
})

test('a slash, a question mark and the like of a name are no parts of the path', () => {
  expect(modelInPath('/v1beta/models/x:generateContent?a=1')?.pathFor('meta/llama:free?#%')).toBe(
    '/v1beta/models/meta%2Fllama:free%3F%23%25:generateContent?a=1',
  )
})

test.each([
  '/v1/messages',
  '/v1beta/models',
  '/v1beta/models/x',
  '/v1beta/files/x:y',
  '/v1beta/models/:generateContent',
  '/v1beta/x:generateContent',
  '/v1beta/openai/chat/completions',
  '/v1beta/openai/gpt-5:embedContent',
  '/v1/openai/gpt-5:generateContent',
])('%s names none', (path) => {
  expect(modelInPath(path)).toBeUndefined()
})

test('half of a character, which no path can have, is a character that says so', () => {
  expect(modelInPath('/v1beta/models/m:generateContent')?.pathFor('a\ud800b')).toBe(
    '/v1beta/models/a%EF%BF%BDb:generateContent',
  )
})
