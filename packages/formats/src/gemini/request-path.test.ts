import { expect, it } from 'vitest'
import { modelPath } from './request-path.js'

it.each([
  ['gemini-3', '/v1beta/models/gemini-3:countTokens'],
  ['tunedModels/a b', '/v1beta/tunedModels/a%20b:countTokens'],
  ['a?key=1#x:generateContent', '/v1beta/models/a%3Fkey%3D1%23x%3AgenerateContent:countTokens'],
  ['m\r\nx-injected: 1', '/v1beta/models/m%0D%0Ax-injected%3A%201:countTokens'],
  ['mod\u00e8le-\u65e5\u672c', '/v1beta/models/mod%C3%A8le-%E6%97%A5%E6%9C%AC:countTokens'],
  // Half of a character, which no path can have.
  ['\ud800', '/v1beta/models/%EF%BF%BD:countTokens'],
])('the model %j is one part of the path and nothing else', (model, path) => {
  expect(modelPath(model, 'countTokens')).toBe(path)
})
