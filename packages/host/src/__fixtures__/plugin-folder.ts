// Real little packages in a temporary directory.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Configuration } from '../config/host-settings.js'
import { loadConfiguration } from '../config/load-configuration.js'

export interface TestPackage {
  /** Fields of the manifest beside the usual; null: no manifest. */
  readonly ccproxy?: object | null
  /** Fields of package.json beside the usual. */
  readonly file?: object
  /** The entry's code; default: a system plugin that works. */
  readonly code?: string
}

/** Code of a system plugin: `create` is the body of its create function, `config` its validate function. */
export function systemPlugin(
  name: string,
  options: { readonly create?: string; readonly factory?: string } = {},
): string {
  const { create = '', factory = '' } = options
  return `
const runtime = {
  kind: 'system', name: '${name}', displayName: '${name}', routes: undefined, cliCommands: [],
  health: async () => ({ status: 'ok' }), stop: async () => {},
}
export const factory = {
  apiVersion: 1, kind: 'system', name: '${name}', displayName: '${name}',
  config: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
  async create(settings, services) { ${create}
    return runtime },
  ${factory}
}
`
}

export interface TestFolder {
  readonly path: string
  write(file: string, text: string): Promise<string>
  /** A package in `directory`, for the plugin `name`. */
  plugin(directory: string, name: string, options?: TestPackage): Promise<string>
  /** Settings from the given user file and environment; the configuration directory is `config`. */
  configuration(toml?: string, environment?: Readonly<Record<string, string>>): Promise<Configuration>
  remove(): Promise<void>
}

export async function createTestFolder(): Promise<TestFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'ccproxy-plugins-')))
  const write = async (file: string, text: string): Promise<string> => {
    const target = join(path, file)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text, { mode: 0o600 })
    return target
  }
  return {
    path,
    write,
    async plugin(directory, name, { ccproxy = {}, file = {}, code = systemPlugin(name) } = {}) {
      const manifest = { apiVersion: 1, kind: 'system', name, entry: '.', displayName: name, ...ccproxy }
      const packageFile = {
        name: `ccproxy-plugin-${name}`,
        version: '1.0.0',
        type: 'module',
        exports: './index.js',
        ...(ccproxy === null ? {} : { ccproxy: manifest }),
        ...file,
      }
      await write(join(directory, 'package.json'), JSON.stringify(packageFile))
      await write(join(directory, 'index.js'), code)
      return join(path, directory)
    },
    async configuration(toml = '', environment = {}) {
      await write('config/config.toml', toml)
      return loadConfiguration({
        environment: { CCPROXY_CONFIG_DIR: join(path, 'config'), XDG_STATE_HOME: join(path, 'state'), ...environment },
        workingDirectory: path,
        homeDirectory: path,
        flags: {},
      })
    },
    remove: async () => rm(path, { recursive: true }),
  }
}
