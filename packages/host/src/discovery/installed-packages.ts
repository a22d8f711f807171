import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemLimit } from '@ccproxy/core/errors'
import type { PluginSource } from '../registry/plugin-report.js'
import type { PackageFile } from './read-package.js'

/** A folder that may hold a plugin. */
export interface Candidate {
  readonly source: PluginSource
  readonly directory: string
  /** The name that it was installed under: nobody but the user chooses it. Absent: what its package.json says. */
  readonly installedName?: string
}

// A dependency's name becomes a path: nothing like '../x' may get there.
const packageName = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i

/** What `root` itself asks for; a transitive package never becomes a plugin. */
export function directDependencies(source: PluginSource, root: PackageFile): readonly Candidate[] {
  const names = new Set(
    [root.dependencies, root.devDependencies, root.optionalDependencies].flatMap((group) => Object.keys(group)),
  )
  return [...names]
    .filter((name) => packageName.test(name))
    .map((name) => ({ source, directory: join(root.directory, 'node_modules', name), installedName: name }))
}

/** None when the folder cannot be read. @throws CCPROXY_SYSTEM_LIMIT, since the folder may well have packages */
async function visibleNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown): readonly string[] => {
    const limit = systemLimit(error)
    if (limit !== undefined) throw limit
    return []
  })
  return names.filter((name) => !name.startsWith('.')).toSorted()
}

/** Names of the packages in a folder, `@scope/name` included. */
export async function packagesIn(folder: string): Promise<readonly string[]> {
  const nested = (await visibleNames(folder)).map(async (name) =>
    name.startsWith('@') ? (await visibleNames(join(folder, name))).map((rest) => `${name}/${rest}`) : [name],
  )
  return (await Promise.all(nested)).flat()
}
