import { expect, test } from 'vitest'
import { codecs } from './codecs.js'
import { errorWords } from './error-words.js'
import type { Dialect } from './model/dialect.js'
import { translateError } from './translate-error.js'

const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

test.each<[string, unknown, string]>([
  [
    'FastAPI',
    { detail: [{ loc: ['body', 'messages', 0], msg: 'Field required', type: 'missing' }] },
    'body.messages.0: Field required',
  ],
  ['FastAPI, a sentence', { detail: 'Model is loading' }, 'Model is loading'],
  ['an array around the error', [{ error: { message: 'API key expired', code: 400 } }], 'API key expired'],
  ['JSON in the message', { error: { message: '{"error":{"message":"too many tokens"}}' } }, 'too many tokens'],
  [
    'the provider behind OpenRouter',
    { error: { message: 'Provider returned error', metadata: { raw: '{"detail":"no such tool"}' } } },
    'Provider returned error: no such tool',
  ],
  [
    'problem details',
    { type: 'about:blank', title: 'Forbidden', detail: 'Not in your region', status: 403 },
    'Not in your region',
  ],
  ['a list of errors', { errors: [{ message: 'one' }, { message: 'two' }] }, 'one; two'],
  ['a sentence', 'upstream connect error\r\n', 'upstream connect error'],
  [
    'a page',
    '<!doctype html><html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>',
    '502 Bad Gateway',
  ],
  [
    'a page without a title',
    '<html><style>p{}</style><body><h1>Busy</h1><p>Come back</p></body></html>',
    'Busy Come back',
  ],
  ['control characters', { error: { message: 'a\u0000b\u001b[31mc\u202ed' } }, 'a b [31mcd'],
  ['nothing', {}, 'The provider answered 422'],
  ['no words', { error: { code: 7 } }, 'The provider answered 422'],
])('keeps the words of %s', (_what, body, words) => {
  expect(errorWords(422, body)).toBe(words)
})

test('shows no more than a thousand letters, and looks no deeper than a message in a message', () => {
  expect(errorWords(500, 'x'.repeat(5000))).toHaveLength(1001)
  const deep = Array.from({ length: 50 }).reduce<unknown>((inner) => ({ error: inner }), 'far down')
  expect(errorWords(500, deep)).toBe('The provider answered 500')
})

test.each(dialects.flatMap((from) => dialects.map((to) => [from, to] as const)))(
  'an error that is no JSON keeps its words from %s to %s',
  (from, to) => {
    const { body } = translateError({ from, to, status: 503, body: 'no healthy upstream' })
    expect(codecs[to].parseError(503, body).message).toContain('no healthy upstream')
  },
)
