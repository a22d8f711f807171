import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../processes/temporary-folder.ts'

const core = new URL('../../../packages/core/dist/index.js', import.meta.url).href

export interface WrittenPlugins extends Disposable {
  readonly paths: readonly string[]
}

/** So many provider plugins, each a package of its own, as different people would have installed them. */
export async function writePlugins(count: number): Promise<WrittenPlugins> {
  const folder = temporaryFolder()
  const names = Array.from({ length: count }, (_, number) => `acme-${number + 1}`)
  const paths = names.map((name) => join(folder.path, name))
  for (const [index, name] of names.entries()) {
    const path = paths[index] ?? ''
    await mkdir(path)
    await writeFile(join(path, 'package.json'), manifest(name))
    await writeFile(join(path, 'plugin.js'), source(name))
  }
  return { paths, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

const manifest = (name: string): string =>
  JSON.stringify({
    name: `ccproxy-plugin-${name}`,
    version: '1.0.0',
    type: 'module',
    ccproxy: { apiVersion: 1, kind: 'provider', name, entry: '.', displayName: name },
    exports: { '.': './plugin.js', './package.json': './package.json' },
  })

const source = (name: string): string => `
import { defineProviderPlugin, openaiCompatible, providerSettings } from '${core}'

export const factory = defineProviderPlugin({
  name: '${name}',
  displayName: '${name}',
  config: providerSettings({ baseUrl: 'https://api.${name}.example' }),
  flows: () => [{ kind: 'api-key', id: 'key', label: 'API key', env: ['${name.toUpperCase().replaceAll('-', '_')}_API_KEY'] }],
  adapter: () => openaiCompatible(),
})
`
