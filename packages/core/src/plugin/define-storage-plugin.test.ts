import * as v from 'valibot'
import { expect, it } from 'vitest'
import { createHookBus } from '../hooks/create-hook-bus.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { systemClock } from './clock.js'
import { defineStoragePlugin } from './define-storage-plugin.js'
import { silentLogger } from './logger.js'

const services = {
  packageName: '@test/vault',
  directory: '',
  stateDirectory: '',
  installationId: 'installation',
  environment: {},
  logger: silentLogger,
  clock: systemClock,
  hooks: createHookBus(silentLogger),
  fetch: () => Promise.reject(new Error('no network in this test')),
  storage: new MemoryTokenStorage(),
}

it('opens its storage with its settings, shows it to its commands, and closes it at the end', async () => {
  const closed: string[] = []
  const factory = defineStoragePlugin({
    name: 'vault',
    displayName: 'Vault',
    config: v.strictObject({ address: v.optional(v.string(), 'vault.example') }),
    open: ({ settings, defaultStorage }) => {
      expect(defaultStorage).toBe(services.storage)
      return Object.assign(new MemoryTokenStorage(), {
        close: () => {
          closed.push(settings.address)
          return Promise.resolve()
        },
      })
    },
    cliCommands: ({ storage }) => [
      {
        name: 'where',
        description: 'Says where',
        run: async ({ print }) => print(storage.describe({ provider: 'acme', account: 'default' })),
      },
    ],
  })
  const runtime = await factory.create({}, services)
  expect(runtime).toMatchObject({ kind: 'storage', name: 'vault', cliCommands: [{ name: 'where' }] })
  expect(await runtime.health(new AbortController().signal)).toEqual({ status: 'ok' })
  await runtime.stop()
  expect(closed).toEqual(['vault.example'])
})

it('names the setting that is wrong', async () => {
  const factory = defineStoragePlugin({
    name: 'vault',
    displayName: 'Vault',
    config: v.strictObject({ address: v.string() }),
    open: () => new MemoryTokenStorage(),
  })
  await expect(factory.create({}, services)).rejects.toMatchObject({
    code: 'CCPROXY_PLUGIN_SETTINGS',
    message: expect.stringContaining('address'),
  })
})
