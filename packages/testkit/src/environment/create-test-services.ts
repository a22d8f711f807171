import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createHookBus,
  type HostServices,
  MemoryTokenStorage,
  silentLogger,
  systemClock,
  type TokenStorage,
} from '@ccproxy/core'

export type TestServices = HostServices & { readonly storage: TokenStorage }

/**
 * What a host hands to a plugin: silent, in memory, with an empty environment. The directories are named but not
 * created; give those of a temporary directory to a test that writes.
 */
export function createTestServices(overrides: Partial<TestServices> = {}): TestServices {
  const logger = overrides.logger ?? silentLogger
  return {
    packageName: '@ccproxy/plugin-under-test',
    directory: join(tmpdir(), 'ccproxy-test-absent', 'config'),
    stateDirectory: join(tmpdir(), 'ccproxy-test-absent', 'state'),
    installationId: 'installation-under-test',
    environment: {},
    clock: systemClock,
    hooks: createHookBus(logger),
    fetch: globalThis.fetch,
    storage: new MemoryTokenStorage(),
    ...overrides,
    logger,
  }
}
