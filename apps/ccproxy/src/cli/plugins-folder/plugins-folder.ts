// `plugins` in the configuration directory: a private package whose dependencies are the user's plugins.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CCProxyError } from '@ccproxy/core/errors'
import * as v from 'valibot'

const manifest = v.object({ dependencies: v.optional(v.record(v.string(), v.string()), {}) })
const lockFile = v.object({
  packages: v.record(v.string(), v.object({ version: v.optional(v.string()), integrity: v.optional(v.string()) })),
})

export interface InstalledPackage {
  readonly version: string | undefined
  readonly integrity: string | undefined
}

export function pluginsFolder(directory: string): string {
  return join(directory, 'plugins')
}

/** Makes the folder and its package.json where they are missing. @throws CCPROXY_PLUGIN_INSTALL when it cannot be written */
export async function preparePluginsFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(
      join(folder, 'package.json'),
      `${JSON.stringify({ name: 'ccproxy-plugins', private: true, description: 'Plugins of CCProxy' }, null, 2)}\n`,
      { flag: 'wx' },
    )
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'EEXIST') return
    throw new CCProxyError('CCPROXY_PLUGIN_INSTALL', `${folder} cannot be written (${String(code)})`, {
      hint: 'Make the configuration directory writable, or point CCPROXY_CONFIG_DIR elsewhere.',
      cause: error,
    })
  }
}

/** Name → exact version of what was added. */
export async function addedPackages(folder: string): Promise<Readonly<Record<string, string>>> {
  const read = v.safeParse(manifest, await readJson(join(folder, 'package.json')))
  return read.success ? read.output.dependencies : {}
}

/** What the lock file recorded of a package. */
export async function lockedPackage(folder: string, name: string): Promise<InstalledPackage | undefined> {
  const read = v.safeParse(lockFile, await readJson(join(folder, 'package-lock.json')))
  const locked = read.success ? read.output.packages[`node_modules/${name}`] : undefined
  return locked && { version: locked.version, integrity: locked.integrity }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
