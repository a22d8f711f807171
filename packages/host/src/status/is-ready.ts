import type { ProviderPluginRuntime } from '@ccproxy/core'
import { usableAccount } from '../models/usable-account.js'

/** True when some account of some provider can serve a request, now or after one refresh. Asks no provider. */
export async function isReady(providers: readonly Pick<ProviderPluginRuntime, 'name' | 'manager'>[]): Promise<boolean> {
  for (const provider of providers) if ((await usableAccount(provider)) !== undefined) return true
  return false
}
