import { CCProxyError } from '@ccproxy/core'

export const defaultAccount = 'default'

const accountPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/

/**
 * The account that a request names, lower-cased.
 * @param header the value of `x-ccproxy-account`; absent or empty: the default account
 * @throws CCPROXY_CREDENTIAL_ACCOUNT_NAME
 */
export function accountName(header: string | undefined): string {
  if (header === undefined || header === '') return defaultAccount
  const name = header.toLowerCase()
  if (accountPattern.test(name)) return name
  throw new CCProxyError('CCPROXY_CREDENTIAL_ACCOUNT_NAME', 'x-ccproxy-account does not name an account')
}
