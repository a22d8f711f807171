import { expect, test } from 'vitest'
import { HeaderList } from '../transport/header-list.js'
import { translatedRequestHeaders, translatedResponseHeaders } from './translated-headers.js'

/** Of lines as they are sent. */
function listOf(...lines: readonly string[]): HeaderList {
  return new HeaderList(lines.flatMap((line) => line.split(': ')))
}

function linesOf({ flat }: HeaderList): readonly string[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${flat[index + 1]}`] : []))
}

test('what belongs to the client’s dialect and to its bytes is not sent on', () => {
  const sent = listOf(
    'User-Agent: Anthropic/JS 1.12.0',
    'anthropic-version: 2023-06-01',
    'Anthropic-Beta: a,b',
    'openai-beta: x',
    'x-goog-api-client: genai',
    'X-Stainless-Lang: js',
    'x-claude-code-session-id: y',
    'Content-Type: application/json; charset=utf-8',
    'content-encoding: gzip',
    'Accept-Encoding: gzip, br',
    'accept: application/json',
    'X-Own: 1',
  )
  expect(linesOf(translatedRequestHeaders(sent))).toEqual([
    'User-Agent: Anthropic/JS 1.12.0',
    'Accept-Encoding: identity',
    'accept: application/json',
    'X-Own: 1',
    'content-type: application/json',
  ])
})

const toChat = { to: 'openai-chat', requestId: 'ours' } as const

test('limits, times to wait and ids stay, what describes the bytes does not', () => {
  const answered = listOf(
    'Content-Type: application/json',
    'Content-Length: 9',
    'content-encoding: gzip',
    'ETag: "x"',
    'Request-Id: req_1',
    'retry-after: 7',
    'anthropic-ratelimit-requests-remaining: 3',
    'vary: accept',
  )
  expect(linesOf(translatedResponseHeaders(answered, toChat, 'text/event-stream'))).toEqual([
    'Request-Id: req_1',
    'retry-after: 7',
    'anthropic-ratelimit-requests-remaining: 3',
    'content-type: text/event-stream',
    'x-request-id: req_1',
  ])
})

test('the id is where the client’s SDK looks for it', () => {
  const named = listOf('x-request-id: req_2')
  const toMessages = { to: 'anthropic-messages', requestId: 'ours' } as const
  expect(translatedResponseHeaders(named, toMessages, 'application/json').get('request-id')).toBe('req_2')
  expect(translatedResponseHeaders(listOf(), toMessages, 'application/json').get('request-id')).toBe('ours')
  expect(translatedResponseHeaders(listOf(), toChat, 'application/json').get('x-request-id')).toBe('ours')
})
