import { isCCProxyError } from '@ccproxy/core'
import { checkManifest, coreVersion } from '@ccproxy/host'
import type { PluginPackage } from '../plugin-package.js'
import type { PluginRule } from '../rule.js'

/** What the host says of a package before it runs any of its code; undefined: nothing is wrong. */
export async function manifestError(
  file: PluginPackage,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  try {
    await checkManifest(file, file.name ?? '', { coreVersion: coreVersion(), reservedAllowed: true })
    return undefined
  } catch (error) {
    if (isCCProxyError(error)) return error
    throw error
  }
}

const fix =
  'correct the `ccproxy` field of package.json: { "apiVersion": 1, "kind": "provider", "name", "entry", "displayName" }'

export const manifestSchema: PluginRule = {
  about: 'plugin',
  id: 'manifest-schema',
  title: 'package.json has a manifest that CCProxy accepts',
  check: async (plugin) => {
    const file = await plugin.package()
    if (file.ccproxy === undefined) return [{ problem: 'package.json has no `ccproxy` field, so it is no plugin', fix }]
    const error = await manifestError(file)
    if (error === undefined || error.code === 'CCPROXY_PLUGIN_PEER_RANGE') return []
    return [{ problem: `the manifest is refused: ${error.message}`, fix }]
  },
}
