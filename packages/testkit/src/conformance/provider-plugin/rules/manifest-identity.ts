import { parseManifest } from '@ccproxy/core'
import type { PluginRule } from '../rule.js'

export const manifestIdentity: PluginRule = {
  about: 'plugin',
  id: 'manifest-identity',
  title: 'the manifest and the factory tell the same name and kind',
  check: async (plugin) => {
    const { factory } = plugin
    const { manifest } = parseManifest((await plugin.package()).ccproxy)
    if (manifest === undefined) return []
    return (['name', 'displayName', 'kind', 'apiVersion'] as const).flatMap((key) =>
      manifest[key] === factory[key]
        ? []
        : [
            {
              problem: `\`${key}\` is ${JSON.stringify(manifest[key])} in the manifest and ${JSON.stringify(factory[key])} in the factory`,
              fix: `write the same \`${key}\` in both`,
            },
          ],
    )
  },
}
