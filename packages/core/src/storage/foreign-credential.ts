// Credential files of other programs that may lie where ours are: those of the Python program that CCProxy's architecture
// comes from, and of the tools whose files it read.
import * as v from 'valibot'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { NewCredential } from './credential.js'

const claudeAi = v.looseObject({ claudeAiOauth: v.looseObject({ accessToken: v.string() }) })
const codex = v.looseObject({ OPENAI_API_KEY: v.optional(v.nullable(v.string())), tokens: v.optional(v.unknown()) })
const plainKey = v.union([
  v.pipe(
    v.looseObject({ api_key: v.string() }),
    v.transform(({ api_key: apiKey }) => apiKey),
  ),
  v.pipe(
    v.looseObject({ apiKey: v.string() }),
    v.transform(({ apiKey }) => apiKey),
  ),
])

function fromKey(apiKey: string): NewCredential {
  return { kind: 'api-key', flow: 'key', apiKey, obtainedAt: 0, extra: {} }
}

function notImportable(reason: string, hint: string): CCProxyError {
  return new CCProxyError('CCPROXY_STORAGE_FOREIGN', reason, { hint })
}

/**
 * @returns what can be taken over; undefined when the file is of nobody we know
 * @throws CCPROXY_STORAGE_FOREIGN for a login that must not be taken over, with the reason
 */
export function foreignCredential(raw: unknown): NewCredential | undefined {
  if (v.is(claudeAi, raw))
    throw notImportable(
      'this is a claude.ai login, which Anthropic does not let third-party software use',
      'Use an API key: remove the file, then `ccproxy auth login claude --flow key`.',
    )
  if (v.is(codex, raw) && ('OPENAI_API_KEY' in raw || 'tokens' in raw)) {
    if (typeof raw.OPENAI_API_KEY === 'string' && raw.OPENAI_API_KEY !== '') return fromKey(raw.OPENAI_API_KEY)
    throw notImportable(
      'this is a login of the ChatGPT plan, whose terms allow it to the application that it was made for only',
      'Use an API key: remove the file, then sign in with a key.',
    )
  }
  const key = v.safeParse(plainKey, raw)
  return key.success ? fromKey(key.output) : undefined
}
