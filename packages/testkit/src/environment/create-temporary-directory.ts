import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryDirectory {
  readonly path: string
  /** May be called more than once. */
  remove(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A new empty directory (0700). `await using` removes it, or call `remove` in `afterEach`. */
export async function createTemporaryDirectory(prefix = 'ccproxy-test-'): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 })
  return { path, remove, [Symbol.asyncDispose]: remove }
}
