import type { CredentialKey, ProviderPluginRuntime } from '@ccproxy/core'
import { defaultAccount } from '../routing/account-name.js'

type Provider = Pick<ProviderPluginRuntime, 'name' | 'manager'>

/** The account to ask a provider by: `default` if it can serve, else the first that can. undefined: nobody is signed in. Asks no provider. */
export async function usableAccount(provider: Provider): Promise<string | undefined> {
  // Most have it, and then the others, which may be thousands, need not be listed.
  if (await isUsable(provider, { provider: provider.name, account: defaultAccount })) return defaultAccount
  for (const key of await provider.manager.accounts().catch(() => []))
    if (key.account !== defaultAccount && (await isUsable(provider, key))) return key.account
  return undefined
}

async function isUsable({ manager }: Provider, key: CredentialKey): Promise<boolean> {
  return (await manager.snapshot(key).catch(() => undefined))?.usable === true
}
