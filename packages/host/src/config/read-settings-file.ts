import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { CCProxyError } from '@ccproxy/core/errors'
import type { SettingSource } from './host-settings.js'
import { type SettingsTable, treeOf } from './settings-tree.js'

export interface ReadSettings {
  readonly tree: SettingsTable
  readonly hash: string
}

/** What a trusted file is known by, beside its path. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const maximumBytes = 1024 * 1024

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown failure'
}

/** undefined: no such file. */
export async function readSettingsText(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    // A cloned repository may link such a name to anything, a device that never ends included.
    if (found.isFile() && found.size <= maximumBytes) return await readFile(file, 'utf8')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new CCProxyError('CCPROXY_CONFIG_UNREADABLE', `${file} cannot be read (${code}).`, { cause: error })
  }
  throw new CCProxyError('CCPROXY_CONFIG_UNREADABLE', `${file} is not a file of at most 1 MiB.`)
}

/** @returns undefined when there is no such file. @throws CCPROXY_CONFIG_UNREADABLE | CCPROXY_CONFIG_SYNTAX */
export async function readSettingsFile(file: string): Promise<ReadSettings | undefined> {
  const text = await readSettingsText(file)
  if (text === undefined) return undefined
  const { parse, TomlError } = await import('smol-toml')
  const source: SettingSource = { kind: 'file', file }
  try {
    return { tree: treeOf(parse(text), () => source), hash: contentHash(text) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // Only its first line, and not as the cause: the rest quotes the file, secrets included.
    const reason = error.message.split('\n', 1)[0]?.replace('Invalid TOML document: ', '') ?? ''
    throw new CCProxyError('CCPROXY_CONFIG_SYNTAX', `${file}:${error.line}:${error.column}: ${reason}.`)
  }
}
