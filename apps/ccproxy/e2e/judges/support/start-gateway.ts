// The program without its command line: every provider's plugin, from its sources, signed in to its stand-in with a key.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Dialect, silentLogger } from '@ccproxy/core'
import { chooseDialect, createHost, type Host, loadConfiguration } from '@ccproxy/host'
import { createTemporaryDirectory, type Sandbox, startSandbox } from '@ccproxy/testkit'
import { startServer } from '../../../src/app/start-server.js'
import { settingsEnvironment } from '../../doors/support/settings-environment.js'
import { providerNames, startProviderStandIns } from '../../support/provider-stand-ins.js'

/** Seven plugins start, and the first request of a dialect loads its translation: on a busy machine that takes its time. */
export const patience = { testTimeout: 60_000, hookTimeout: 60_000 }

export const pluginNames = [...providerNames, 'sandbox'] as const
export type PluginName = (typeof pluginNames)[number]

export interface Gateway {
  /** Itself without a proxy, for who speaks any dialect. */
  readonly sandbox: Sandbox
  /** Where a client finds the API of the provider. */
  base(plugin: PluginName): string
  /** What the provider is asked in when a client speaks `dialect`. */
  upstreamDialect(plugin: PluginName, dialect: Dialect): Dialect
  [Symbol.asyncDispose](): Promise<void>
}

/** Where each dialect is spoken; Gemini says the model there. */
const paths: Readonly<Record<Dialect, string>> = {
  'anthropic-messages': '/v1/messages',
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  gemini: '/v1beta/models/any:generateContent',
}

export async function startGateway(): Promise<Gateway> {
  const [standIns, sandbox, folder] = await Promise.all([
    startProviderStandIns(),
    startSandbox(),
    createTemporaryDirectory(),
  ])
  const { path } = folder
  const environment = {
    ...standIns.environment,
    ...settingsEnvironment('sandbox', { enabled: true, port: Number(new URL(sandbox.origin).port) }),
    CCPROXY_SANDBOX_API_KEY: sandbox.apiKey,
    CCPROXY_CONFIG_DIR: join(path, 'config'),
    XDG_STATE_HOME: join(path, 'state'),
  }
  const surroundings = { environment, workingDirectory: path, homeDirectory: path }
  const host = await createHost({
    ...surroundings,
    configuration: await loadConfiguration({ ...surroundings, flags: {} }),
    programPath: join(path, 'ccproxy.js'),
    pluginPaths: await Promise.all(pluginNames.map((name) => sourcePackage(name, path))),
    logger: silentLogger,
  })
  const server = await startServer({ host, version: '0.0.0', allowedOrigins: [], hostname: '127.0.0.1', port: 0 })
  return {
    sandbox,
    base: (plugin) => `${server.url}/${plugin}`,
    upstreamDialect: (plugin, dialect) =>
      chooseDialect(running(host, plugin).adapter, 'POST', paths[dialect]) ?? dialect,
    async [Symbol.asyncDispose]() {
      await server.close(0)
      await host.stop()
      await standIns.stop()
      await sandbox.close()
      await folder.remove()
    },
  }
}

/** The package as it is published, but for its entry, which is what it would be built from. */
async function sourcePackage(name: PluginName, folder: string): Promise<string> {
  const directory = join(folder, name)
  const source = new URL(`../../../../../packages/plugin-${name}/`, import.meta.url)
  const file: object = JSON.parse(await readFile(new URL('package.json', source), 'utf8'))
  await mkdir(directory)
  await writeFile(join(directory, 'package.json'), JSON.stringify({ ...file, exports: './index.js' }))
  const entry = JSON.stringify(fileURLToPath(new URL('src/index.ts', source)))
  await writeFile(join(directory, 'index.js'), `export { factory } from ${entry}\n`)
  return directory
}

function running(host: Host, name: PluginName): NonNullable<ReturnType<Host['provider']>> {
  const provider = host.provider(name)
  if (provider === undefined)
    throw new Error(`${name} does not run`, { cause: host.plugins.find((plugin) => plugin.name === name)?.error })
  return provider
}
