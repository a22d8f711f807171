import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PackageFile, readPackage } from '@ccproxy/host'
import { FindingError } from './finding-error.js'
import { isRecord } from './is-record.js'

export interface PluginPackage extends PackageFile {
  /** What is published; undefined: everything, or no list. */
  readonly files: readonly string[] | undefined
}

/** @throws FindingError when there is none that can be read */
export async function readPluginPackage(packageJson: URL | string): Promise<PluginPackage> {
  const path = pathOf(packageJson)
  const file = basename(path) === 'package.json' ? await readPackage(dirname(path)) : undefined
  if (file === undefined) {
    throw new FindingError({
      problem: `${path} is no package.json that can be read`,
      fix: "give the plugin's own: packageJson: new URL('../package.json', import.meta.url)",
    })
  }
  const whole: unknown = JSON.parse(await readFile(path, 'utf8'))
  const listed = isRecord(whole) ? whole['files'] : undefined
  const files = Array.isArray(listed) ? listed.filter((entry) => typeof entry === 'string') : undefined
  return { ...file, files }
}

function pathOf(packageJson: URL | string): string {
  if (packageJson instanceof URL) return fileURLToPath(packageJson)
  return packageJson.startsWith('file:') ? fileURLToPath(packageJson) : packageJson
}
