import { CCProxyError } from '../errors/ccproxy-error.js'
import type { NewCredential } from '../storage/credential.js'
import type { Attempt } from './attempt.js'
import type { LoginSession } from './flow-session.js'
import type { ApiKeyFlow } from './oauth-flow.js'

/**
 * Takes a key from the person; an empty answer takes the one of the environment, if there is one.
 * @throws CCPROXY_CREDENTIAL_KEY_FORMAT | CCPROXY_OAUTH_CANCELLED
 */
export async function loginWithApiKey(
  flow: ApiKeyFlow,
  { key, interaction, environment, clock }: LoginSession,
  attempt: Attempt,
): Promise<NewCredential> {
  const variable = flow.env.find((name) => (environment[name]?.trim() ?? '') !== '')
  const ambient = variable === undefined ? '' : ` (leave empty to use ${variable})`
  const question = `${flow.label} for ${key.provider}${ambient}: `
  const entered = await attempt.race(entry(interaction.prompt(question, { secret: true, signal: attempt.signal })))
  const typed = entered.trim()
  const apiKey = typed === '' && variable !== undefined ? (environment[variable]?.trim() ?? '') : typed
  assertKey(apiKey, flow.pattern, key.provider)
  return { kind: 'api-key', flow: flow.id, obtainedAt: clock.now(), extra: {}, apiKey }
}

async function entry(line: Promise<string>): Promise<string> {
  try {
    return await line
  } catch {
    throw new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'the input ended before a key was entered')
  }
}

/** The message never repeats the key: it may be a good one for something else. */
function assertKey(apiKey: string, pattern: RegExp | undefined, provider: string): void {
  if (apiKey === '') throw new CCProxyError('CCPROXY_CREDENTIAL_KEY_FORMAT', 'no key was entered')
  if (apiKey.startsWith('ccp_')) {
    throw new CCProxyError(
      'CCPROXY_CREDENTIAL_KEY_FORMAT',
      'this is a client key of CCProxy, not one of the provider',
      {
        hint: `Enter a key that ${provider} gave you.`,
      },
    )
  }
  // `search` ignores the state that a global pattern keeps between calls.
  if (!/^[\x21-\x7e]+$/.test(apiKey) || (pattern !== undefined && apiKey.search(pattern) === -1)) {
    throw new CCProxyError('CCPROXY_CREDENTIAL_KEY_FORMAT', `this does not look like a key of ${provider}`)
  }
}
