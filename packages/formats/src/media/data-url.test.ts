import { expect, test } from 'vitest'
import { parseDataUrl, writeDataUrl } from './data-url.js'

test.each([
  ['data:image/png;base64,aGk=', 'image/png', 'aGk='],
  ['DATA:image/png;charset=utf-8;BASE64,aGk=', 'image/png', 'aGk='],
  ['data:,hi', 'text/plain', 'aGk='],
  ['data:text/html,%3Cb%3E', 'text/html', 'PGI+'],
])('%s is read', (url, mediaType, data) => {
  expect(parseDataUrl(url)).toEqual({ kind: 'base64', mediaType, data })
})

test.each(['https://example.com/a.png', 'data:image/png;base64', 'data:text/html,%E0%A4', ''])('%s is none', (url) => {
  expect(parseDataUrl(url)).toBeUndefined()
})

test('what is written can be read', () => {
  const media = { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } as const
  expect(parseDataUrl(writeDataUrl(media))).toEqual(media)
})
