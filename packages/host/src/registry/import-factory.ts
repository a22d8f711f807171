import { pathToFileURL } from 'node:url'
import {
  CCProxyError,
  isCCProxyError,
  type PluginManifest,
  type ProviderPluginFactory,
  type StoragePluginFactory,
  type SystemPluginFactory,
} from '@ccproxy/core'
import { systemLimit } from '@ccproxy/core/errors'
import type { DiscoveredPlugin } from '../discovery/discover-plugins.js'
import { foreignReason } from './foreign-reason.js'

/** What `export const factory` of a plugin's entry may be. */
export type PluginFactory = ProviderPluginFactory | StoragePluginFactory | SystemPluginFactory

const kinds: ReadonlySet<unknown> = new Set<PluginFactory['kind']>(['provider', 'storage', 'system'])

function isFactory(value: unknown): value is PluginFactory {
  if (typeof value !== 'object' || value === null) return false
  const member = (name: string): unknown => Reflect.get(value, name)
  const config = member('config')
  return (
    kinds.has(member('kind')) &&
    typeof member('name') === 'string' &&
    typeof member('displayName') === 'string' &&
    typeof member('create') === 'function' &&
    ((typeof config === 'object' && config !== null) || typeof config === 'function') &&
    '~standard' in config
  )
}

function mismatch(factory: PluginFactory, manifest: PluginManifest): string | undefined {
  const keys = ['name', 'kind', 'apiVersion'] as const
  const key = keys.find((candidate) => factory[candidate] !== manifest[candidate])
  return key === undefined
    ? undefined
    : `Its factory says ${key} ${JSON.stringify(factory[key])}, its manifest ${JSON.stringify(manifest[key])}.`
}

/** Runs the plugin's module. @throws CCPROXY_PLUGIN_IMPORT | CCPROXY_PLUGIN_FACTORY */
export async function importFactory(plugin: DiscoveredPlugin, secrets: readonly string[]): Promise<PluginFactory> {
  let module: unknown
  try {
    module = await import(pathToFileURL(plugin.entryFile).href)
  } catch (error) {
    if (isCCProxyError(error)) throw error
    const limit = systemLimit(error)
    if (limit !== undefined) throw limit
    const reason = foreignReason(error, secrets)
    throw new CCProxyError('CCPROXY_PLUGIN_IMPORT', `It threw when it was imported: ${reason}`, { cause: error })
  }
  const factory: unknown =
    typeof module === 'object' && module !== null && 'factory' in module ? module.factory : undefined
  if (!isFactory(factory)) {
    throw new CCProxyError('CCPROXY_PLUGIN_FACTORY', `${plugin.entryFile} exports no \`factory\` of a plugin.`)
  }
  const reason = mismatch(factory, plugin.manifest)
  if (reason !== undefined) throw new CCProxyError('CCPROXY_PLUGIN_FACTORY', reason)
  return factory
}
