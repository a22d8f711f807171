import { createHookBus, type ProviderPluginRuntime, silentLogger } from '@ccproxy/core'
import type { Host } from '@ccproxy/host'
import { fakeConfiguration } from './fake-configuration.js'

export interface FakeHost extends Host {
  /** What was called, in order. */
  readonly calls: readonly string[]
}

/** A host that forwards nothing and remembers how it was treated. */
export function fakeHost(providers: readonly ProviderPluginRuntime[] = [], overrides: Partial<Host> = {}): FakeHost {
  const calls: string[] = []
  const find = (name: string) => providers.find((provider) => provider.name === name)
  return {
    calls,
    configuration: fakeConfiguration(),
    hooks: createHookBus(silentLogger),
    plugins: providers.map(({ name, displayName }) => ({
      name,
      displayName,
      kind: 'provider',
      packageName: `@ccproxy/plugin-${name}`,
      version: '1.0.0',
      directory: `/plugins/${name}`,
      source: 'project',
      state: 'running',
    })),
    places: [],
    schemas: new Map(),
    providers,
    provider: find,
    plugin: find,
    tryOut: () => Promise.reject(new Error('this test tries no login')),
    commands: (name) => find(name)?.cliCommands ?? [],
    setOwnAddresses: () => void calls.push('setOwnAddresses'),
    forward: async () => {},
    route: async () => {},
    drain: () => void calls.push('drain'),
    endExchanges: () => void calls.push('endExchanges'),
    startTasks: async () => void calls.push('startTasks'),
    stop: async () => void calls.push('stop'),
    ...overrides,
  }
}
