import { CCProxyError } from '@ccproxy/core'

export const defaultAccount = 'default'

const accountPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/

/**
 * The account that a request names, lower-cased.
 * @param written the value of `x-ccproxy-account`, or what follows the @ in `provider@account/model`; absent or empty: the
 *   default account
 * @param place where it was written, for the message
 * @throws CCPROXY_CREDENTIAL_ACCOUNT_NAME
 */
export function accountName(written: string | undefined, place = 'x-ccproxy-account'): string {
  if (written === undefined || written === '') return defaultAccount
  const name = written.toLowerCase()
  if (accountPattern.test(name)) return name
  throw new CCProxyError('CCPROXY_CREDENTIAL_ACCOUNT_NAME', `${place} does not name an account`)
}
