// Plugins written by a test: plain modules, as anybody could publish them.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface PluginPackage {
  /** Of the package and its folder. */
  readonly packageName: string
  /** Fields of the manifest beside the usual; `name` at least. */
  readonly manifest: { readonly name: string } & Readonly<Record<string, unknown>>
  /** The entry. Default: a system plugin that works. */
  readonly code?: string
}

/**
 * Code of a system plugin without dependencies. `validate`: the body of its settings schema. `start`: code that runs when
 * it starts, with `hooks` at hand.
 */
export function pluginCode(name: string, { validate = 'return { value }', start = '' } = {}): string {
  const identity = `kind: 'system', name: '${name}', displayName: '${name}'`
  return `export const factory = {
  apiVersion: 1, ${identity},
  config: { '~standard': { version: 1, vendor: 'test', validate(value) { ${validate} } } },
  async create(_settings, { hooks }) {
    ${start}
    return {
      ${identity}, routes: undefined, cliCommands: [], health: async () => ({ status: 'ok' }), stop: async () => {},
    }
  },
}
`
}

/** Writes packages into a folder, as `plugin_discovery.directories` takes it. */
export async function writePlugins(folder: string, plugins: readonly PluginPackage[]): Promise<void> {
  for (const { packageName, manifest, code = pluginCode(manifest.name) } of plugins) {
    const directory = join(folder, packageName)
    await mkdir(directory, { recursive: true })
    const ccproxy = { apiVersion: 1, kind: 'system', entry: '.', displayName: manifest.name, requires: [], ...manifest }
    const file = { name: packageName, version: '1.0.0', type: 'module', exports: './index.js', ccproxy }
    await writeFile(join(directory, 'package.json'), JSON.stringify(file))
    await writeFile(join(directory, 'index.js'), code)
  }
}
