import { CCProxyError } from '../errors/ccproxy-error.js'
import type { CredentialKey } from './credential.js'

/** What an account may be called; also safe as a file name. */
export const accountPattern: RegExp = /^[a-z0-9][a-z0-9._-]{0,63}$/
const providerPattern = /^[a-z][a-z0-9-]{0,31}$/

/** @throws CCPROXY_CREDENTIAL_ACCOUNT_NAME */
export function assertCredentialKey({ provider, account }: CredentialKey): void {
  if (!providerPattern.test(provider) || !accountPattern.test(account))
    throw new CCProxyError('CCPROXY_CREDENTIAL_ACCOUNT_NAME', 'an account of this name cannot exist')
}
