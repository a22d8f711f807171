import { realpath, stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { CCProxyError } from '@ccproxy/core/errors'
import { exports as resolveExports } from 'resolve.exports'
import { isRecord } from '../config/settings-tree.js'
import type { PackageFile } from './read-package.js'

/** @returns where `exports` leads `entry`, relative to the package; undefined when it is not exported */
export function exportedPath(file: Pick<PackageFile, 'name' | 'exports'>, entry: string): string | undefined {
  const exportsField = isRecord(file.exports) || Array.isArray(file.exports) ? file.exports : undefined
  const field = typeof file.exports === 'string' ? file.exports : exportsField
  if (field === undefined) return undefined
  try {
    return resolveExports({ name: file.name ?? 'plugin', exports: field }, entry, { conditions: ['module-sync'] })?.[0]
  } catch {
    // It throws for a subpath that is not exported and for one without a matching condition.
    return undefined
  }
}

/**
 * The real path of the file that `entry` leads to, by the package's `exports`.
 * @throws CCPROXY_PLUGIN_ENTRY when it is not exported, does not exist or lies outside its package
 */
export async function resolveEntry(file: PackageFile, entry: string): Promise<string> {
  const target = exportedPath(file, entry)
  if (target === undefined) {
    throw new CCProxyError('CCPROXY_PLUGIN_ENTRY', `Its package.json does not export "${entry}".`)
  }
  const path = await realpath(resolve(file.directory, target)).catch(() => undefined)
  if (path === undefined || !(await stat(path)).isFile()) {
    throw new CCProxyError('CCPROXY_PLUGIN_ENTRY', `Its entry "${entry}" leads to ${target}, which is no file.`)
  }
  const inside = relative(file.directory, path)
  if (inside.startsWith(`..${sep}`) || resolve(inside) === inside) {
    throw new CCProxyError('CCPROXY_PLUGIN_ENTRY', `Its entry "${entry}" leads out of the package.`, {
      hint: 'A plugin may run files of its own package only.',
    })
  }
  return path
}
