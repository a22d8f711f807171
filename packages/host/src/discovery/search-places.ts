// The five places where plugins may be, in the order in which the first name wins.
import { realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { CCProxyError, isCCProxyError } from '@ccproxy/core/errors'
import { assertPrivate } from '../config/assert-private.js'
import type { PluginSource } from '../registry/plugin-report.js'
import { type Candidate, directDependencies, packagesIn } from './installed-packages.js'
import { programRoots } from './program-roots.js'
import { type PackageFile, readPackage } from './read-package.js'

export interface SearchOptions {
  readonly workingDirectory: string
  /** `process.argv[1]`. */
  readonly programPath: string
  /** `--plugin <path>`. */
  readonly pluginPaths: readonly string[]
  /** The configuration directory. */
  readonly configDirectory: string
  /** `plugin_discovery.directories`, absolute. */
  readonly directories: readonly string[]
}

/** For the message of a `serve` that finds no provider. */
export interface SearchedPlace {
  readonly source: PluginSource
  readonly path: string
  /** Why it was not looked at. */
  readonly skipped?: string
}

export interface PlaceContent {
  readonly place: SearchedPlace
  readonly candidates: readonly Candidate[]
}

/** undefined: there is no package that can be read. @throws CCPROXY_SYSTEM_LIMIT, since the package may well be there */
async function packageAt(directory: string): Promise<PackageFile | undefined> {
  try {
    return await readPackage(directory)
  } catch (error) {
    if (isCCProxyError(error) && error.code === 'CCPROXY_SYSTEM_LIMIT') throw error
    return undefined
  }
}

/** The nearest ancestor package, if the program was started from its node_modules: a cloned folder runs no code. */
async function projectContent(workingDirectory: string, roots: readonly string[]): Promise<PlaceContent> {
  const start = await realpath(workingDirectory).catch(() => resolve(workingDirectory))
  for (let here = start; ; here = dirname(here)) {
    const root = roots.includes(here) ? await packageAt(here) : undefined
    if (root !== undefined) {
      const place = { source: 'project', path: join(here, 'node_modules') } as const
      return { place, candidates: directDependencies('project', root) }
    }
    if (dirname(here) === here) break
  }
  const skipped = 'ccproxy was not started from a node_modules of this project'
  return { place: { source: 'project', path: start, skipped }, candidates: [] }
}

/** @throws CCPROXY_CONFIG_UNTRUSTED when another user can put code there */
async function configContent(configDirectory: string): Promise<PlaceContent> {
  const path = join(configDirectory, 'plugins')
  for (const folder of [path, join(path, 'node_modules')]) await assertPrivate(folder)
  const root = await packageAt(path)
  return {
    place: { source: 'config', path },
    candidates: root === undefined ? [] : directDependencies('config', root),
  }
}

/** Where the program is installed: siblings in a global root, direct dependencies where a package.json lists them. */
async function globalContent(roots: readonly string[], project: string): Promise<PlaceContent> {
  const [root] = roots
  if (root === undefined) {
    return { place: { source: 'global', path: '', skipped: 'ccproxy runs from no node_modules' }, candidates: [] }
  }
  const path = join(root, 'node_modules')
  if (path === project) return { place: { source: 'global', path, skipped: 'it is the project' }, candidates: [] }
  const file = await packageAt(root)
  if (file !== undefined) return { place: { source: 'global', path }, candidates: directDependencies('global', file) }
  const candidates = (await packagesIn(path)).map(
    (name): Candidate => ({ source: 'global', directory: join(path, name), installedName: name }),
  )
  return { place: { source: 'global', path }, candidates }
}

/** A directory of the settings: one plugin, or a folder of plugins. */
async function directoryContent(path: string): Promise<PlaceContent> {
  const isDirectory = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isDirectory)
    return { place: { source: 'directory', path, skipped: 'there is no such directory' }, candidates: [] }
  const directories = [path, ...(await packagesIn(path)).map((name) => join(path, name))]
  return {
    place: { source: 'directory', path },
    candidates: directories.map((directory) => ({ source: 'directory', directory })),
  }
}

function refusePlugAndPlay(programPath: string): void {
  if (process.versions['pnp'] === undefined && !/[\\/]\.yarn[\\/](cache|unplugged|__virtual__)[\\/]/.test(programPath))
    return
  throw new CCProxyError('CCPROXY_PLUGIN_NOT_FOUND', "Plugins cannot be found under Yarn's Plug'n'Play.", {
    hint: 'Set `nodeLinker: node-modules` in .yarnrc.yml and run `yarn install`.',
  })
}

/** @throws CCPROXY_PLUGIN_NOT_FOUND under Yarn Plug'n'Play */
export async function searchPlaces(options: SearchOptions): Promise<readonly PlaceContent[]> {
  refusePlugAndPlay(options.programPath)
  const roots = await programRoots(options.programPath)
  const flags = options.pluginPaths.map((path): PlaceContent => {
    const directory = resolve(options.workingDirectory, path)
    return { place: { source: 'flag', path: directory }, candidates: [{ source: 'flag', directory }] }
  })
  const project = await projectContent(options.workingDirectory, roots)
  const config = await configContent(options.configDirectory)
  const global = await globalContent(roots, project.place.path)
  return [...flags, project, config, global, ...(await Promise.all(options.directories.map(directoryContent)))]
}
