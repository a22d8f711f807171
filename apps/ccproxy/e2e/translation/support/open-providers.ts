// One program with the plugins of every provider, each in front of its stand-in.
import { type ProviderName, providerNames, startProviderStandIns } from '../../support/provider-stand-ins.js'
import { openWorkshop } from '../../support/workshop.js'

export interface Providers {
  /** What a client takes for the address of the provider's API. */
  base(provider: ProviderName): string
  /** Paths that the provider was asked for. */
  asked(provider: ProviderName): readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function openProviders(): Promise<Providers> {
  const standIns = await startProviderStandIns()
  const workshop = await openWorkshop()
  const served = await workshop.serve({
    plugins: providerNames.map((name) => `plugin-${name}`),
    environment: standIns.environment,
  })
  return {
    base: (provider) => `${served.origin}/${provider}`,
    asked: (provider) => standIns.asked(provider),
    async [Symbol.asyncDispose]() {
      await served.stop()
      await workshop[Symbol.asyncDispose]()
      await standIns.stop()
    },
  }
}
