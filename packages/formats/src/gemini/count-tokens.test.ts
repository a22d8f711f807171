import { expect, test } from 'vitest'
import { NotesCollector } from '../notes-collector.js'
import { parseCount, parseCountRequest, renderCount, renderCountRequest } from './count-tokens.js'

const path = '/v1beta/models/gemini-3-flash:countTokens'
const contents = [{ role: 'user', parts: [{ text: 'Hello' }] }]

test('a bare request and a whole one are counted alike', () => {
  const bare = parseCountRequest({ path, body: { contents } })
  const whole = { model: 'models/gemini-3-flash', contents }
  expect(parseCountRequest({ path, body: { generateContentRequest: whole } })).toEqual(bare)
  expect(parseCountRequest({ path, body: { generate_content_request: whole } })).toEqual(bare)
  expect(renderCountRequest(bare, new NotesCollector())).toEqual({ path, body: { generateContentRequest: whole } })
})

test('the count', () => {
  expect(parseCount(renderCount(31))).toBe(31)
  expect(() => parseCount({})).toThrow(expect.objectContaining({ status: 502, field: 'totalTokens' }))
})
