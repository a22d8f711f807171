import type { Dialect } from '@ccproxy/core'
import type { Random } from '../../soak/random.ts'

const paths: Readonly<Record<Dialect, readonly [string, ...string[]]>> = {
  'anthropic-messages': ['/v1/messages', '/v1/messages/count_tokens'],
  'openai-chat': ['/v1/chat/completions', '/v1beta/openai/chat/completions'],
  'openai-responses': ['/v1/responses', '/v1/responses/input_tokens', '/v1/responses/x'],
  gemini: [
    '/v1beta/models/MODEL:generateContent',
    '/v1beta/models/MODEL:streamGenerateContent',
    '/v1beta/models/MODEL:streamGenerateContent?alt=sse',
    '/v1beta/models/MODEL:countTokens',
    '/v1/models/MODEL:generateContent',
  ],
}

/** Names of models: of ours, of nobody, and such as try to be something else. */
export const modelNames = [
  'm',
  'claude/m',
  'gemini/m',
  'chat@work/m',
  'responses/a/b/c',
  'nobody/m',
  'm\r\nx-injected: 1',
  'm\u0000',
  '../../oauth/token',
  'm:generateContent?key=1#x',
  'modèle-日本-🙂',
  '\ud800',
  '%0d%0a%2e%2e',
  '',
  ' ',
  'x'.repeat(5000),
  '"',
  'a@b/c@d',
  'claude@BAD NAME/m',
] as const

const prefixes = {
  '/claude': 6,
  '/responses': 5,
  '/chat': 5,
  '/gemini': 5,
  '/streams': 3,
  '': 6,
  '/nobody': 0.3,
  '/CLAUDE': 0.2,
}
const others = [
  '/v1/models',
  '/v1/models/m',
  '/v1/files',
  '/v1/embeddings',
  '/v1/oauth/token',
  '/v1/%6fauth',
  '/v1beta/models',
  '/v1',
  '/',
] as const
const own = [
  '/health',
  '/health/ready',
  '/auth/status',
  '/plugins',
  '/plugins/claude/health',
  '/plugins/claude/x',
  '/plugins/%zz/x',
  '/',
  '*',
] as const
const odd = [
  'http://127.0.0.1/claude/v1/messages',
  '//evil.example/x',
  '/claude/../x',
  '/claude/v1/%2e%2e/x',
  '/claude\\x',
  '',
  '?',
  '/claude/v1/messages#x',
  '/claude/v1/\u00e9',
] as const
const queries = [
  '?key=x',
  '?key=x&key=y',
  '?beta=true',
  '?alt=sse&alt=json',
  '?%zz=%',
  '?a=b?c',
  `?${'q'.repeat(3000)}`,
  `?${'q'.repeat(40_000)}`,
] as const

const makers: Readonly<Record<'api' | 'other' | 'own' | 'odd', (random: Random, dialect: Dialect) => string>> = {
  api: (random, dialect) => random.weighted(prefixes) + withModel(random, random.pick(paths[dialect])),
  other: (random) => random.weighted(prefixes) + random.pick(others),
  own: (random) => random.pick(own),
  odd: (random) => random.pick(odd),
}

export function makeTarget(random: Random): { readonly target: string; readonly dialect: Dialect } {
  const dialect = random.pick(['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'])
  const query = random.chance(0.85) ? '' : random.pick(queries)
  const make = makers[random.weighted({ api: 86, other: 8, own: 4, odd: 2 })]
  return { dialect, target: make(random, dialect) + query }
}

function withModel(random: Random, path: string): string {
  if (!path.includes('MODEL')) return path
  const name = random.pick(modelNames)
  // As bytes of a request line, or as a client would write it.
  const written = random.chance(0.2) ? Buffer.from(name).toString('latin1') : encodeURIComponent(name.toWellFormed())
  return path.replace('MODEL', () => written)
}
