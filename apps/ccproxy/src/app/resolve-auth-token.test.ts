import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Configuration } from '@ccproxy/host'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resolveAuthToken } from './resolve-auth-token.js'

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-key-'))
})

afterEach(() => rm(root, { recursive: true }))

function configuration(authToken: string | undefined): Pick<Configuration, 'settings' | 'directory'> {
  return {
    directory: join(root, 'config'),
    settings: {
      disabledPlugins: [],
      server: { host: '127.0.0.1', port: 8000 },
      logging: { level: 'info', format: 'auto' },
      security: { authToken, allowedOrigins: [] },
      network: { connectTimeout: 1, responseTimeout: 1, idleTimeout: 1 },
      models: { aliases: {} },
      fallbacks: [],
      storage: { backend: 'file', allowNetworkFileSystem: false },
      pluginDiscovery: { directories: [] },
      plugins: {},
    },
  }
}

test('a key of one’s own, or none, is taken as it is', async () => {
  expect(await resolveAuthToken(configuration('mine'))).toBe('mine')
  expect(await resolveAuthToken(configuration(undefined))).toBeUndefined()
  expect(await readdir(root)).toEqual([])
})

test('auto makes one key, for this user alone, whoever comes first', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, async () => resolveAuthToken(configuration('auto'))))
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^ccp_[\w-]{43}$/)
  expect(await resolveAuthToken(configuration('auto'))).toBe(keys[0])
  const files = await readdir(join(root, 'config'))
  expect(files).toEqual(['client-key'])
  const info = await stat(join(root, 'config', 'client-key'))
  expect([(await stat(join(root, 'config'))).mode & 0o777, info.mode & 0o777]).toEqual([0o700, 0o600])
})

test('a key that others can read, or that is none, is not used', async () => {
  await resolveAuthToken(configuration('auto'))
  const file = join(root, 'config', 'client-key')
  await chmod(file, 0o644)
  await expect(resolveAuthToken(configuration('auto'))).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_PERMISSION' })
  await writeFile(file, 'not a key')
  await chmod(file, 0o600)
  await expect(resolveAuthToken(configuration('auto'))).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_CORRUPT' })
  expect(await readFile(file, 'utf8')).toBe('not a key')
})
