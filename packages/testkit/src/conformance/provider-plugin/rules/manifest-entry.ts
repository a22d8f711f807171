import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { parseManifest } from '@ccproxy/core'
import { exportedPath } from '@ccproxy/host'
import type { PluginRule } from '../rule.js'

export const manifestEntry: PluginRule = {
  about: 'plugin',
  id: 'manifest-entry',
  title: '`entry` leads to a file of the package',
  check: async (plugin) => {
    const file = await plugin.package()
    const { manifest } = parseManifest(file.ccproxy)
    if (manifest === undefined) return []
    const { entry } = manifest
    const target = exportedPath(file, entry)
    if (target === undefined) {
      return [
        {
          problem: `\`exports\` of package.json has no "${entry}", which \`entry\` names`,
          fix: `export it: "exports": { "${entry}": "./dist/index.js" }`,
        },
      ]
    }
    const path = resolve(file.directory, target)
    if (!path.startsWith(file.directory + sep)) {
      return [
        { problem: `"${entry}" leads out of the package, to ${target}`, fix: 'point it at a file of the package' },
      ]
    }
    // Tests may run before the first build: what was never built is not missing.
    const [folder = ''] = target.replace(/^\.\//, '').split('/')
    const isBuilt = await exists(resolve(file.directory, folder))
    if (!isBuilt || (await exists(path))) return []
    return [{ problem: `"${entry}" leads to ${target}, which does not exist`, fix: 'build it, or correct `exports`' }]
  },
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
