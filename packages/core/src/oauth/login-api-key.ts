import { CCProxyError } from '../errors/ccproxy-error.js'
import type { NewCredential } from '../storage/credential.js'
import type { Attempt } from './attempt.js'
import type { LoginSession } from './flow-session.js'
import type { ApiKeyFlow } from './oauth-flow.js'
import { readKey } from './read-key.js'

/**
 * Takes a key from the person; an empty answer takes the one of the environment, if there is one.
 * @throws CCPROXY_CREDENTIAL_KEY_FORMAT | CCPROXY_OAUTH_CANCELLED
 */
export async function loginWithApiKey(
  flow: ApiKeyFlow,
  { key, interaction, environment, clock, plugin, apiOrigin }: LoginSession,
  attempt: Attempt,
): Promise<NewCredential> {
  const variable = flow.env.find((name) => (environment[name]?.trim() ?? '') !== '')
  const ambient = variable === undefined ? '' : ` (leave empty to use ${variable})`
  const question = `${flow.label} for ${key.provider}${ambient}: `
  const entered = await attempt.race(entry(interaction.prompt(question, { secret: true, signal: attempt.signal })))
  const isEmpty = entered.trim() === ''
  const apiKey =
    isEmpty && variable !== undefined
      ? usableKey(environment[variable] ?? '', variable, flow.pattern, key.provider)
      : usableKey(entered, isEmpty ? 'the input' : 'the key', flow.pattern, key.provider)
  const boundTo = { plugin, apiOrigin }
  return { kind: 'api-key', flow: flow.id, obtainedAt: clock.now(), extra: {}, apiKey, boundTo }
}

async function entry(line: Promise<string>): Promise<string> {
  try {
    return await line
  } catch {
    throw new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'the input ended before a key was entered')
  }
}

/** @param name of the key, for the message, which never repeats the key: it may be a good one for something else */
function usableKey(text: string, name: string, pattern: RegExp | undefined, provider: string): string {
  const read = readKey(text)
  if ('problem' in read)
    throw new CCProxyError('CCPROXY_CREDENTIAL_KEY_FORMAT', `${name} ${read.problem}`, {
      hint: `Enter a key that ${provider} gave you.`,
    })
  // `search` ignores the state that a global pattern keeps between calls.
  if (pattern !== undefined && read.key.search(pattern) === -1)
    throw new CCProxyError('CCPROXY_CREDENTIAL_KEY_FORMAT', `${name} does not look like a key of ${provider}`)
  return read.key
}
