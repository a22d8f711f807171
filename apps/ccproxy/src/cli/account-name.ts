import { accountPattern, type CredentialKey } from '@ccproxy/core'
import { usageError } from './usage-error.js'

const defaultAccount = 'default'

/** @throws CCPROXY_CLI_USAGE for a name that cannot be one */
export function accountName(account: string): string {
  const name = account.toLowerCase()
  if (accountPattern.test(name)) return name
  throw usageError(
    `--account ${account} is no account name`,
    'Use letters, digits, dot, dash and underscore, at most 64 characters.',
  )
}

/** @throws CCPROXY_CLI_USAGE for a name that cannot be one */
export function accountKey(provider: string, account: string | undefined): CredentialKey {
  return { provider, account: accountName(account ?? defaultAccount) }
}
