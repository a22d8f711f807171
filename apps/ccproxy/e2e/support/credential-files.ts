import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Workshop } from './workshop.js'

/** Every file in the folder of the credentials, half-written ones too, as `provider/file`. */
export async function credentialFiles({ directory }: Workshop): Promise<readonly string[]> {
  const root = join(directory, 'credentials')
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}
