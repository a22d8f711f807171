import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Logger, silentLogger } from '@ccproxy/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestFolder, systemPlugin, type TestFolder } from './__fixtures__/plugin-folder.js'
import { createHost } from './create-host.js'
import type { Host } from './host.js'

const core = fileURLToPath(new URL('../../core/src/index.ts', import.meta.url))

/** A whole provider as its author writes it. */
const acme = `
import { bearer, defineProviderPlugin, providerSettings } from ${JSON.stringify(core)}
export const factory = defineProviderPlugin({
  name: 'acme', displayName: 'Acme',
  config: providerSettings({ baseUrl: 'https://api.acme.example' }),
  flows: () => [{ kind: 'api-key', id: 'key', label: 'API key', env: ['ACME_API_KEY'] }],
  adapter: () => ({ dialects: ['openai-chat'], prepare: (input) => bearer(input) }),
  cliCommands: () => [{ name: 'hello', description: 'Says hello', run: async () => 0 }],
})
`

const vault = `
import { defineStoragePlugin, MemoryTokenStorage } from ${JSON.stringify(core)}
const any = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } }
export const factory = defineStoragePlugin({
  name: 'vault', displayName: 'Vault', config: any,
  open: () => Object.assign(new MemoryTokenStorage(), { describe: () => 'a vault' }),
})
`

let folder: TestFolder
let host: Host | undefined
let servers: Server[]
let log: { message: string; fields: object | undefined }[]

beforeEach(async () => {
  folder = await createTestFolder()
  servers = []
  log = []
})
afterEach(async () => {
  await host?.stop()
  host = undefined
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await folder.remove()
})

function remember(message: string, fields?: object): void {
  log.push({ message, fields })
}

async function start(
  pluginPaths: readonly string[],
  options: { readonly toml?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Host> {
  const { toml = '', environment = {} } = options
  const logger: Logger = { ...silentLogger, warn: remember, error: remember }
  host = await createHost({
    configuration: await folder.configuration(toml, environment),
    environment,
    workingDirectory: folder.path,
    programPath: join(folder.path, 'bin/ccproxy.js'),
    pluginPaths,
    logger,
  })
  return host
}

async function listen(server: Server): Promise<string> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
}

describe('createHost', () => {
  it('runs a provider from its package to the answer of its upstream', async () => {
    const seen: IncomingMessage[] = []
    const upstream = await listen(
      createServer((incoming, outgoing) => {
        seen.push(incoming)
        outgoing.end('{"hello":"world"}')
      }),
    )
    await folder.plugin('acme', 'acme', { ccproxy: { kind: 'provider' }, code: acme })
    const running = await start(['acme'], {
      environment: { PLUGINS__ACME__BASE_URL: upstream, ACME_API_KEY: 'fake-token-1' },
    })
    const provider = running.provider('acme')
    if (provider === undefined) throw new Error('acme does not run')
    expect(running.plugins).toMatchObject([{ name: 'acme', state: 'running', version: '1.0.0' }])
    expect(running.providers).toEqual([provider])
    expect(running.provider('other')).toBeUndefined()
    expect(running.commands('acme').map(({ name }) => name)).toEqual(['hello'])
    expect([...running.schemas.keys()]).toEqual(['acme'])
    await running.startTasks()

    const proxy = await listen(
      createServer((incoming, outgoing) => {
        const path = incoming.url ?? '/'
        const dialect = 'openai-chat'
        void running.forward({ requestId: 'r1', provider, account: 'default', path, dialect, incoming, outgoing })
      }),
    )
    const answer = await fetch(`${proxy}/v1/models`)
    expect(await answer.json()).toEqual({ hello: 'world' })
    expect(seen[0]?.headers.authorization).toBe('Bearer fake-token-1')
    expect(seen[0]?.url).toBe('/v1/models')
  })

  it('runs without any plugin and writes nothing', async () => {
    const running = await start([])
    await running.startTasks()
    expect(running.plugins).toEqual([])
    expect(running.places.map(({ source }) => source)).toEqual(['project', 'config', 'global'])
    expect(await readdir(folder.path)).toEqual(['config'])
    expect(await readdir(join(folder.path, 'config'))).toEqual(['config.toml'])
  })

  it('gives each plugin its services, with one installation id for all', async () => {
    const create = `
      const { packageName, directory, stateDirectory, installationId, environment } = services
      const seen = { packageName, directory, stateDirectory, installationId, home: environment.HOME,
        fetch: typeof services.fetch, now: typeof services.clock.now() }
      services.logger.warn('hello from it');
      (globalThis.servicesSeen ??= []).push(seen)`
    await folder.plugin('one', 'one', { code: systemPlugin('one', { create }) })
    await folder.plugin('two', 'two', { code: systemPlugin('two', { create }) })
    await start(['one', 'two'], { environment: { HOME: '/home/ada' } })
    const installationId = (await readFile(join(folder.path, 'config/installation-id'), 'utf8')).trim()
    const expected = {
      directory: join(folder.path, 'config'),
      stateDirectory: join(folder.path, 'state/ccproxy'),
      installationId,
      home: '/home/ada',
      fetch: 'function',
      now: 'number',
    }
    expect(Reflect.get(globalThis, 'servicesSeen')).toEqual([
      { packageName: 'ccproxy-plugin-one', ...expected },
      { packageName: 'ccproxy-plugin-two', ...expected },
    ])
    expect(log).toEqual([
      { message: 'hello from it', fields: { plugin: 'one' } },
      { message: 'hello from it', fields: { plugin: 'two' } },
    ])
  })

  it('says which plugin the settings may have meant', async () => {
    await folder.plugin('acme', 'acme', { ccproxy: { kind: 'provider' }, code: acme })
    await start(['acme'], { toml: 'plugins.acne.base_url = "https://x.example"' })
    expect(log).toEqual([
      { message: 'settings name a plugin that is not installed', fields: { plugin: 'acne', nearest: 'acme' } },
    ])
  })

  it('warns of aliases and fallbacks that name a provider that does not run', async () => {
    await folder.plugin('acme', 'acme', { ccproxy: { kind: 'provider' }, code: acme })
    const toml = [
      'fallbacks = ["acne@work/small", "acme/small", "small"]',
      '[models.aliases]',
      'sonnet = "claude/x"',
      'fine = "acme/org/x"',
      'both = ["sonnet", "acme@work/x"]',
    ]
    await start(['acme'], { toml: toml.join('\n') })
    const message = 'a setting names a provider that does not run'
    expect(log).toEqual([
      { message, fields: { setting: 'models.aliases.sonnet', model: 'claude/x', provider: 'claude', nearest: 'acme' } },
      { message, fields: { setting: 'fallbacks', model: 'acne@work/small', provider: 'acne', nearest: 'acme' } },
    ])
  })

  it('warns of a plugin directory that does not exist', async () => {
    const path = join(folder.path, 'nowhere')
    const { places } = await start([], { toml: `plugin_discovery.directories = [${JSON.stringify(path)}]` })
    const reason = 'there is no such directory'
    expect(places).toContainEqual({ source: 'directory', path, skipped: reason })
    expect(log).toEqual([
      { message: 'plugin_discovery.directories names a directory that cannot be read', fields: { path, reason } },
    ])
  })

  it('keeps no login in files when the settings name a storage that does not run', async () => {
    await folder.plugin('acme', 'acme', { ccproxy: { kind: 'provider' }, code: acme })
    const { plugins, providers } = await start(['acme'], { toml: 'storage.backend = "redis"' })
    expect(providers).toEqual([])
    expect(plugins).toMatchObject([
      {
        name: 'acme',
        state: 'failed',
        error: {
          code: 'CCPROXY_PLUGIN_DEPENDENCY',
          message: 'The settings keep logins in "redis", which is not installed.',
        },
      },
    ])
  })

  it('gives providers the storage that the settings name, and starts it first', async () => {
    await folder.plugin('acme', 'acme', { ccproxy: { kind: 'provider' }, code: acme })
    await folder.plugin('vault', 'vault', { ccproxy: { kind: 'storage' }, code: vault })
    const { plugins, providers } = await start(['acme', 'vault'], { toml: 'storage.backend = "vault"' })
    expect(plugins.map(({ name, state }) => ({ name, state }))).toEqual([
      { name: 'vault', state: 'running' },
      { name: 'acme', state: 'running' },
    ])
    expect(providers[0]?.storage.describe({ provider: 'acme', account: 'default' })).toBe('a vault')
  })

  it('runs no storage plugin that the settings do not name', async () => {
    await folder.plugin('vault', 'vault', { ccproxy: { kind: 'storage' }, code: vault })
    const { plugins } = await start(['vault'])
    expect(plugins).toMatchObject([{ name: 'vault', state: 'disabled', error: { code: 'CCPROXY_PLUGIN_DISABLED' } }])
  })

  it('stops once, however often it is asked', async () => {
    const create = `return { ...runtime, stop: async () => { globalThis.stops = (globalThis.stops ?? 0) + 1 } }`
    await folder.plugin('one', 'one', { code: systemPlugin('one', { create }) })
    const running = await start(['one'])
    await Promise.all([running.stop(), running.stop()])
    await running.stop()
    expect(Reflect.get(globalThis, 'stops')).toBe(1)
  })
})
