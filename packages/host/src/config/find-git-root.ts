import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The nearest directory at or above `directory` that holds a `.git` (a folder, or a file in work trees and submodules). */
export async function findGitRoot(directory: string): Promise<string | undefined> {
  for (let here = directory; ; here = dirname(here)) {
    const found = await stat(join(here, '.git')).then(
      () => true,
      () => false,
    )
    if (found) return here
    if (dirname(here) === here) return undefined
  }
}
