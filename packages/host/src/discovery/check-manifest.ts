import { CCProxyError } from '@ccproxy/core/errors'
import { type PluginManifest, parseManifest } from '@ccproxy/core/manifest'
import { isRecord } from '../config/settings-tree.js'
import type { PackageFile } from './read-package.js'

const apiVersions: readonly unknown[] = [1]

/** What the package.json of a workspace says until it is published. */
const linked = /^(workspace|catalog):/

/** Names that only @ccproxy packages may carry, unless the user points at the package itself. */
const reserved: ReadonlySet<string> = new Set([
  'claude',
  'openai',
  'gemini',
  'azure',
  'openrouter',
  'huggingface',
  'sandbox',
  'redis',
  'keychain',
  'metrics',
  'usage',
  'dashboard',
])

async function checkPeerRange(range: unknown, ours: string): Promise<void> {
  // A plugin of the same release names this very version; the library for all others is a tenth of the time of `--help`.
  if (range === undefined || range === `^${ours}` || (typeof range === 'string' && linked.test(range))) return
  const [{ default: validRange }, { default: satisfies }] = await Promise.all([
    import('semver/ranges/valid.js'),
    import('semver/functions/satisfies.js'),
  ])
  if (typeof range !== 'string' || validRange(range) === null) {
    const message = 'Its peer dependency on @ccproxy/core is no range of versions.'
    throw new CCProxyError('CCPROXY_PLUGIN_PEER_RANGE', message)
  }
  if (satisfies(ours, range, { includePrerelease: true })) return
  throw new CCProxyError('CCPROXY_PLUGIN_PEER_RANGE', `It needs @ccproxy/core ${range}; this is ${ours}.`)
}

/**
 * Gates that need no code of the plugin.
 * @param packageName what the package is known by; the name in its own package.json proves nothing
 * @throws CCPROXY_PLUGIN_API_VERSION | _MANIFEST_INVALID | _PEER_RANGE | _RESERVED_NAME
 */
export async function checkManifest(
  file: PackageFile,
  packageName: string,
  options: { readonly coreVersion: string; readonly reservedAllowed: boolean },
): Promise<PluginManifest> {
  const raw = file.ccproxy
  // First: the manifest of another version may well look different.
  if (isRecord(raw) && typeof raw['apiVersion'] === 'number' && !apiVersions.includes(raw['apiVersion'])) {
    const message = `Its apiVersion is ${raw['apiVersion']}; this CCProxy knows ${apiVersions.join(', ')}.`
    throw new CCProxyError('CCPROXY_PLUGIN_API_VERSION', message)
  }
  const { manifest, issues } = parseManifest(raw)
  if (manifest === undefined) throw new CCProxyError('CCPROXY_PLUGIN_MANIFEST_INVALID', issues.join('; '))
  await checkPeerRange(file.peerDependencies['@ccproxy/core'], options.coreVersion)
  if (reserved.has(manifest.name) && !packageName.startsWith('@ccproxy/') && !options.reservedAllowed) {
    throw new CCProxyError('CCPROXY_PLUGIN_RESERVED_NAME', `"${manifest.name}" is the name of a first-party plugin.`)
  }
  return manifest
}
