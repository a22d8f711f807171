// Finds plugins and judges them by their package.json alone: no code of any package runs here.
import { basename } from 'node:path'
import { CCProxyError, toCCProxyError } from '@ccproxy/core/errors'
import type { PluginManifest } from '@ccproxy/core/manifest'
import { assertPrivate } from '../config/assert-private.js'
import { whyDisabled } from '../config/enabled-plugins.js'
import type { Configuration } from '../config/host-settings.js'
import { isRecord } from '../config/settings-tree.js'
import type { PluginReport } from '../registry/plugin-report.js'
import { mapLimited } from '../tasks/map-limited.js'
import { checkManifest } from './check-manifest.js'
import { coreVersion } from './core-version.js'
import type { Candidate } from './installed-packages.js'
import { type PackageFile, readPackage } from './read-package.js'
import { resolveEntry } from './resolve-entry.js'
import { type SearchedPlace, searchPlaces } from './search-places.js'

export interface DiscoveryOptions {
  readonly configuration: Configuration
  readonly workingDirectory: string
  /** `process.argv[1]`. */
  readonly programPath: string
  /** `--plugin <path>`. */
  readonly pluginPaths: readonly string[]
}

type PluginIdentity = Omit<PluginReport, 'state' | 'error'>

/** A plugin that passed every gate and is to be imported. */
export interface DiscoveredPlugin extends PluginIdentity {
  readonly kind: PluginManifest['kind']
  readonly manifest: PluginManifest
  /** Real path, inside the package. */
  readonly entryFile: string
}

export interface Discovery {
  /** In the order of search. */
  readonly plugins: readonly DiscoveredPlugin[]
  /** What was found and will not run, each with its reason. */
  readonly rejected: readonly PluginReport[]
  readonly places: readonly SearchedPlace[]
}

/** What reading a package came to. @throws what it threw */
type PackageReading = () => PackageFile | undefined

/** A project may depend on hundreds of packages. */
const readsAtOnce = 16

async function readingOf({ directory, source }: Candidate): Promise<PackageReading> {
  try {
    const file = await readPackage(directory, { onlyPlugins: source !== 'flag' })
    return () => file
  } catch (error) {
    return () => {
      throw error
    }
  }
}

type Outcome = { readonly plugin: DiscoveredPlugin } | { readonly report: PluginReport } | undefined

class PluginSearch {
  readonly #configuration: Configuration
  readonly #coreVersion = coreVersion()
  readonly #directories = new Set<string>()
  readonly #names = new Map<string, PluginIdentity>()

  constructor(configuration: Configuration) {
    this.#configuration = configuration
  }

  /** undefined: no plugin, or one that was seen before. */
  async inspect(candidate: Candidate, read: PackageReading): Promise<Outcome> {
    let identity: PluginIdentity = {
      name: candidate.installedName ?? basename(candidate.directory),
      displayName: candidate.installedName ?? basename(candidate.directory),
      kind: 'unknown',
      packageName: candidate.installedName ?? basename(candidate.directory),
      version: '',
      directory: candidate.directory,
      source: candidate.source,
    }
    try {
      const file = read()
      if (file?.ccproxy === undefined) {
        if (candidate.source !== 'flag') return undefined
        throw file === undefined ? absent(candidate.directory) : unmarked(candidate.directory)
      }
      if (this.#directories.has(file.directory)) return undefined
      this.#directories.add(file.directory)
      if (candidate.source === 'config' || candidate.source === 'directory') await assertPrivate(file.directory)
      identity = identify(candidate, file, identity)
      const manifest = await checkManifest(file, identity.packageName, {
        coreVersion: this.#coreVersion,
        reservedAllowed: candidate.source === 'flag',
      })
      const { name, displayName, kind } = manifest
      const known = { ...identity, name, displayName, kind }
      identity = known
      return (
        this.#refusal(known, manifest) ?? {
          plugin: { ...known, manifest, entryFile: await resolveEntry(file, manifest.entry) },
        }
      )
    } catch (error) {
      return { report: { ...identity, state: 'failed', error: toCCProxyError(error) } }
    }
  }

  #refusal(identity: PluginIdentity, manifest: PluginManifest): Outcome {
    const { name } = manifest
    const winner = this.#names.get(name)
    if (winner !== undefined) {
      const message = `${winner.packageName} (${winner.directory}) was found first under the name "${name}".`
      return {
        report: { ...identity, state: 'shadowed', error: new CCProxyError('CCPROXY_PLUGIN_DUPLICATE', message) },
      }
    }
    this.#names.set(name, identity)
    const reason = whyDisabled(this.#configuration, name, manifest.enabledByDefault)
    if (reason === undefined) return undefined
    const error = new CCProxyError('CCPROXY_PLUGIN_DISABLED', `It is disabled: ${reason}.`)
    return { report: { ...identity, state: 'disabled', error } }
  }
}

function absent(directory: string): CCProxyError {
  return new CCProxyError('CCPROXY_PLUGIN_NOT_FOUND', `${directory} (--plugin) holds no package.json.`, {
    hint: 'Point --plugin at the folder of a plugin package.',
  })
}

function unmarked(directory: string): CCProxyError {
  return new CCProxyError('CCPROXY_PLUGIN_MANIFEST_INVALID', `The package.json in ${directory} has no "ccproxy" field.`)
}

function identify(candidate: Candidate, file: PackageFile, before: PluginIdentity): PluginIdentity {
  const packageName = candidate.installedName ?? file.name ?? before.packageName
  const named = isRecord(file.ccproxy) && typeof file.ccproxy['name'] === 'string' ? file.ccproxy['name'] : packageName
  return { ...before, name: named, displayName: named, packageName, version: file.version, directory: file.directory }
}

/** @throws CCPROXY_PLUGIN_NOT_FOUND under Yarn Plug'n'Play; anything that is wrong with one package is in its report */
export async function discoverPlugins(options: DiscoveryOptions): Promise<Discovery> {
  const { configuration } = options
  const places = await searchPlaces({
    ...options,
    configDirectory: configuration.directory,
    directories: configuration.settings.pluginDiscovery.directories,
  })
  const search = new PluginSearch(configuration)
  const plugins: DiscoveredPlugin[] = []
  const rejected: PluginReport[] = []
  const candidates = places.flatMap((place) => place.candidates)
  const readings = await mapLimited(candidates, readsAtOnce, readingOf)
  // One after the other: the first of a name wins.
  for (const [index, candidate] of candidates.entries()) {
    const outcome = await search.inspect(candidate, readings[index] ?? (() => undefined))
    if (outcome === undefined) continue
    if ('plugin' in outcome) plugins.push(outcome.plugin)
    else rejected.push(outcome.report)
  }
  return { plugins, rejected, places: places.map(({ place }) => place) }
}
