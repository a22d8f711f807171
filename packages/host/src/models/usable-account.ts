import type { ProviderPluginRuntime } from '@ccproxy/core'

/** The account to ask a provider by: `default` if it can serve, else the first that can. undefined: nobody is signed in. Asks no provider. */
export async function usableAccount({ manager }: Pick<ProviderPluginRuntime, 'manager'>): Promise<string | undefined> {
  const keys = await manager.accounts().catch(() => [])
  const sorted = keys.toSorted((a, b) => Number(b.account === 'default') - Number(a.account === 'default'))
  for (const key of sorted) {
    const snapshot = await manager.snapshot(key).catch(() => undefined)
    if (snapshot?.usable === true) return key.account
  }
  return undefined
}
