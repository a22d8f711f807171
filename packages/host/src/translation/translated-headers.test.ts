import { expect, test } from 'vitest'
import { HeaderList } from '../transport/header-list.js'
import { translatedRequestHeaders, translatedResponseHeaders } from './translated-headers.js'

test('what belongs to the client’s dialect and to its bytes is not sent on', () => {
  const sent = new HeaderList([
    ...['User-Agent', 'Anthropic/JS 1.12.0', 'anthropic-version', '2023-06-01', 'Anthropic-Beta', 'a,b'],
    ...['X-Stainless-Lang', 'js', 'x-goog-api-client', 'genai', 'openai-beta', 'x', 'x-claude-code-session-id', 'y'],
    ...['Content-Type', 'application/json; charset=utf-8', 'content-encoding', 'gzip', 'Accept-Encoding', 'gzip, br'],
    ...['accept', 'application/json', 'X-Own', '1'],
  ])
  expect(translatedRequestHeaders(sent).flat).toEqual([
    ...['User-Agent', 'Anthropic/JS 1.12.0', 'Accept-Encoding', 'identity'],
    ...['accept', 'application/json', 'X-Own', '1', 'content-type', 'application/json'],
  ])
})

const answered = new HeaderList([
  ...['Content-Type', 'application/json', 'Content-Length', '9', 'content-encoding', 'gzip', 'ETag', '"x"'],
  ...['Request-Id', 'req_1', 'retry-after', '7', 'anthropic-ratelimit-requests-remaining', '3', 'vary', 'accept'],
])

test('limits, times to wait and ids stay, what describes the bytes does not', () => {
  expect(translatedResponseHeaders(answered, 'openai-chat', 'text/event-stream').flat).toEqual([
    ...['Request-Id', 'req_1', 'retry-after', '7', 'anthropic-ratelimit-requests-remaining', '3'],
    ...['content-type', 'text/event-stream', 'x-request-id', 'req_1'],
  ])
})

test('the id is where the client’s SDK looks for it', () => {
  const headers = new HeaderList(['x-request-id', 'req_2'])
  expect(translatedResponseHeaders(headers, 'anthropic-messages', 'application/json').get('request-id')).toBe('req_2')
  const none = translatedResponseHeaders(new HeaderList([]), 'anthropic-messages', 'application/json')
  expect(none.flat).toEqual(['content-type', 'application/json'])
})
