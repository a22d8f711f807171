// Files of projects that the user allowed to send models to other providers: by path and content, in the state directory.
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { CCProxyError } from '@ccproxy/core/errors'
import { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from '@ccproxy/core/files'
import { contentHash, readSettingsText } from './read-settings-file.js'
import { isRecord } from './settings-tree.js'

type Trusted = Readonly<Record<string, string>>

/** Path → hash of the content that was allowed. What cannot be read allows nothing. */
export async function readTrusted(stateDirectory: string): Promise<Trusted> {
  const text = await readPrivateFile(fileIn(stateDirectory)).catch(() => undefined)
  if (text === undefined) return {}
  try {
    const parsed: unknown = JSON.parse(text)
    if (!isRecord(parsed)) return {}
    return Object.fromEntries(
      Object.entries(parsed).flatMap(([path, hash]) => (typeof hash === 'string' ? [[path, hash]] : [])),
    )
  } catch {
    return {}
  }
}

/** Allows the file as it is now; a change of its content ends that. @throws CCPROXY_CONFIG_UNREADABLE | CCPROXY_STORAGE_* */
export async function trustProjectFile(stateDirectory: string, file: string): Promise<void> {
  const text = await readSettingsText(file)
  if (text === undefined) throw new CCProxyError('CCPROXY_CONFIG_UNREADABLE', `${file} does not exist.`)
  const trusted = await readTrusted(stateDirectory)
  await write(stateDirectory, { ...trusted, [await realpath(file)]: contentHash(text) })
}

/** @returns false when the file was not trusted */
export async function untrustProjectFile(stateDirectory: string, file: string): Promise<boolean> {
  const path = await realpath(file).catch(() => file)
  const { [path]: known, ...others } = await readTrusted(stateDirectory)
  if (known === undefined) return false
  await write(stateDirectory, others)
  return true
}

async function write(stateDirectory: string, trusted: Trusted): Promise<void> {
  await ensurePrivateDirectory(stateDirectory)
  await writePrivateFile(fileIn(stateDirectory), `${JSON.stringify(trusted, null, 2)}\n`)
}

function fileIn(stateDirectory: string): string {
  return join(stateDirectory, 'trusted-project-files.json')
}
