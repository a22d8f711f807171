import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CCProxyError, systemLimit } from '@ccproxy/core/errors'
import * as v from 'valibot'

/** The part of a package.json that plugins and projects are judged by. */
export interface PackageFile {
  /** Real path of the package: what it is known by. */
  readonly directory: string
  readonly name?: string | undefined
  /** Empty when there is none. */
  readonly version: string
  /** The manifest, unchecked. */
  readonly ccproxy?: unknown
  readonly exports?: unknown
  readonly dependencies: Readonly<Record<string, unknown>>
  readonly devDependencies: Readonly<Record<string, unknown>>
  readonly optionalDependencies: Readonly<Record<string, unknown>>
  readonly peerDependencies: Readonly<Record<string, unknown>>
}

const maximumBytes = 1024 * 1024
const dependencies = v.fallback(v.optional(v.record(v.string(), v.unknown()), {}), {})

const packageSchema = v.object({
  name: v.fallback(v.optional(v.string()), undefined),
  version: v.fallback(v.optional(v.string(), ''), ''),
  ccproxy: v.optional(v.unknown()),
  exports: v.optional(v.unknown()),
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
  peerDependencies: dependencies,
})

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown failure'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** undefined: there is none. @throws CCPROXY_PLUGIN_MANIFEST_INVALID, CCPROXY_SYSTEM_LIMIT when there may be one that cannot be read */
async function readText(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    return found.isFile() && found.size <= maximumBytes ? await readFile(file, 'utf8') : undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    const limit = systemLimit(error)
    if (limit !== undefined) throw limit
    throw new CCProxyError('CCPROXY_PLUGIN_MANIFEST_INVALID', `${file} cannot be read (${code}).`, { cause: error })
  }
}

/** No text that lacks this can have a manifest. */
const mark = '"ccproxy"'

/**
 * Reads a package without running anything of it.
 * @param options.onlyPlugins what does not speak of ccproxy is not looked into: of a project's packages, most do not
 * @returns undefined when there is none, or one that is broken and does not speak of ccproxy
 * @throws CCPROXY_PLUGIN_MANIFEST_INVALID when it may be a plugin but cannot be read
 */
export async function readPackage(
  directory: string,
  { onlyPlugins = false }: { readonly onlyPlugins?: boolean } = {},
): Promise<PackageFile | undefined> {
  const file = join(directory, 'package.json')
  const text = await readText(file)
  if (text === undefined || (onlyPlugins && !text.includes(mark))) return undefined
  const result = v.safeParse(packageSchema, parseJson(text))
  if (result.success) return { ...result.output, directory: await realpath(directory) }
  if (!text.includes(mark)) return undefined
  throw new CCProxyError('CCPROXY_PLUGIN_MANIFEST_INVALID', `${file} is not a JSON object.`)
}
