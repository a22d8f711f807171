import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder {
  readonly path: string
  [Symbol.dispose](): void
}

const folders = new Set<string>()
// Synchronous, since Ctrl-C leaves no time for more.
process.once('exit', () => folders.forEach(remove))

/** Gone when it is disposed of, and at the latest with this process. */
export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'ccproxy-bench-'))
  folders.add(path)
  return { path, [Symbol.dispose]: () => remove(path) }
}

function remove(path: string): void {
  folders.delete(path)
  rmSync(path, { recursive: true, force: true, maxRetries: 3 })
}
