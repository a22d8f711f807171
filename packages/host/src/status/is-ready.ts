import type { ProviderPluginRuntime } from '@ccproxy/core'

/** True when some account of some provider can serve a request, now or after one refresh. Asks no provider. */
export async function isReady(providers: readonly Pick<ProviderPluginRuntime, 'manager'>[]): Promise<boolean> {
  for (const { manager } of providers) {
    const keys = await manager.accounts().catch(() => [])
    for (const key of keys) {
      const snapshot = await manager.snapshot(key).catch(() => undefined)
      if (snapshot?.usable === true) return true
    }
  }
  return false
}
