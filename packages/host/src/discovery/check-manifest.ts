import { CCProxyError, type PluginManifest, parseManifest } from '@ccproxy/core'
import { satisfies, validRange } from 'semver'
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

function checkPeerRange(range: unknown, ours: string): void {
  if (range === undefined) return
  if (typeof range !== 'string' || (validRange(range) === null && !linked.test(range))) {
    const message = 'Its peer dependency on @ccproxy/core is no range of versions.'
    throw new CCProxyError('CCPROXY_PLUGIN_PEER_RANGE', message)
  }
  if (linked.test(range) || satisfies(ours, range, { includePrerelease: true })) return
  throw new CCProxyError('CCPROXY_PLUGIN_PEER_RANGE', `It needs @ccproxy/core ${range}; this is ${ours}.`)
}

/**
 * Gates that need no code of the plugin.
 * @param packageName what the package is known by; the name in its own package.json proves nothing
 * @throws CCPROXY_PLUGIN_API_VERSION | _MANIFEST_INVALID | _PEER_RANGE | _RESERVED_NAME
 */
export function checkManifest(
  file: PackageFile,
  packageName: string,
  options: { readonly coreVersion: string; readonly reservedAllowed: boolean },
): PluginManifest {
  const raw = file.ccproxy
  // First: the manifest of another version may well look different.
  if (isRecord(raw) && typeof raw['apiVersion'] === 'number' && !apiVersions.includes(raw['apiVersion'])) {
    const message = `Its apiVersion is ${raw['apiVersion']}; this CCProxy knows ${apiVersions.join(', ')}.`
    throw new CCProxyError('CCPROXY_PLUGIN_API_VERSION', message)
  }
  const { manifest, issues } = parseManifest(raw)
  if (manifest === undefined) throw new CCProxyError('CCPROXY_PLUGIN_MANIFEST_INVALID', issues.join('; '))
  checkPeerRange(file.peerDependencies['@ccproxy/core'], options.coreVersion)
  if (reserved.has(manifest.name) && !packageName.startsWith('@ccproxy/') && !options.reservedAllowed) {
    throw new CCProxyError('CCPROXY_PLUGIN_RESERVED_NAME', `"${manifest.name}" is the name of a first-party plugin.`)
  }
  return manifest
}
