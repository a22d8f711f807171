import { anthropicPaths, geminiPaths, openaiPaths } from '@ccproxy/core'
import { describe, expect, it, test } from 'vitest'
import { checkPath } from './check-path.js'

const refused = expect.objectContaining({ code: 'CCPROXY_HTTP_PATH_REFUSED' })

function outcomeOf(path: string, allowed?: readonly string[]): unknown {
  try {
    return checkPath(path, allowed)
  } catch (error) {
    return error
  }
}

const broad = ['/v1', '/v1beta', '/v1alpha']

test.each([
  '/v1/realtime/client_secrets',
  '/v1/realtime/sessions',
  '/v1/chatkit/sessions',
  '/dashboard/billing/usage',
  '/v1/dashboard/billing/subscription',
  '/v1/projects',
  '/v1/organizations/x/api_keys',
  '/v1/organization/admin_api_keys',
  '/v1/oauth/token',
  '/v1alpha/auth_tokens',
  '/v1/users',
  '/v1/service_accounts',
])('%s is refused by default and below a prefix that names the version alone', (path) => {
  for (const allowed of [undefined, openaiPaths, anthropicPaths, geminiPaths, broad])
    expect(outcomeOf(path, allowed)).toEqual(refused)
})

test.each([
  ['/v1/messages', anthropicPaths],
  ['/v1/messages/count_tokens', anthropicPaths],
  ['/v1/messages/batches/msgbatch_1/results', anthropicPaths],
  ['/v1/models/claude-opus-5-5', anthropicPaths],
  ['/v1/chat/completions', openaiPaths],
  ['/v1/responses/resp_1/cancel', openaiPaths],
  ['/v1/files/file-1/content', openaiPaths],
  ['/v1/audio/transcriptions', openaiPaths],
  ['/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse', geminiPaths],
  ['/v1beta/cachedContents', geminiPaths],
  ['/upload/v1beta/files', geminiPaths],
  ['/v1beta/openai/chat/completions', geminiPaths],
  ['/v1/projects/p/locations/l/publishers/google/models/m:generateContent', ['/v1/projects']],
  ['/v1/models/org%2Dname', openaiPaths],
])('%s passes', (path, allowed) => {
  expect(outcomeOf(path, allowed)).toBeUndefined()
})

const hex = (text: string): string =>
  text
    .split('')
    .map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .join('')
const again = (text: string): string => text.replaceAll('%', '%25')

describe('a name that must not pass, written in another way', () => {
  const names = ['oauth', 'organizations', 'api_keys', 'keys', 'client_secrets', 'sessions', 'projects', 'billing']
  const disguises: Readonly<Record<string, (name: string) => string>> = {
    'in upper case': (name) => name.toUpperCase(),
    encoded: hex,
    'encoded twice': (name) => again(hex(name)),
    'encoded three times': (name) => again(again(hex(name))),
    'encoded ten times': (name) => Array.from({ length: 9 }).reduce<string>((text) => again(text), hex(name)),
    'with its first letter encoded twice': (name) => `${again(hex(name.slice(0, 1)))}${name.slice(1)}`,
    'with a parameter': (name) => `${name};x=1`,
    'with an encoded parameter': (name) => `${name}%3b`,
    'with a parameter encoded twice': (name) => `${name}%253bx`,
    'with a verb': (name) => `${name}:list`,
    'with a blank at its end': (name) => `${name}%20`,
    'with a tab at its end': (name) => `${name}%09`,
    'with a blank before it': (name) => `%20${name}`,
    'with dots at its end': (name) => `${name}..`,
    'with an encoded dot': (name) => `${name}%2e`,
    'with an encoded slash': (name) => `x%2f${name}`,
    'with a slash encoded twice': (name) => `x%252f${name}`,
    'with a backslash': (name) => `x%5c${name}`,
    'with a question mark': (name) => `${name}%3fx`,
    'with a zero': (name) => `${name}%00`,
    'in wide letters': (name) =>
      encodeURIComponent(
        name
          .split('')
          .map((letter) => (letter === '_' ? '_' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0)))
          .join(''),
      ),
    'with a broken code': (name) => `${name}%zz`,
  }
  it.each(Object.entries(disguises))('is refused %s', (_how, disguise) => {
    for (const name of names)
      for (const path of [`/v1/${disguise(name)}`, `/v1/x/${disguise(name)}/y`, `/v1/${disguise(name)}?a=b`])
        expect([path, outcomeOf(path, broad)]).toEqual([path, refused])
  })
})
