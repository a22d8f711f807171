// An exclusive lock that the kernel holds for this process: free the moment the holder dies, never overtaken while it
// lives, not even when it is stopped. SQLite's file lock is used, because Node has none of its own.
// Nothing else may open these files: closing any other descriptor of one drops the lock (POSIX record locks).
import { closeSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { loadSqlite } from './load-sqlite.js'
import { errnoOf, storageError } from './storage-error.js'
import type { LockOptions } from './token-storage.js'

/** SQLite would create the file readable by others. */
function createEmpty(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw storageError(error, 'create', path)
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

async function begin(database: DatabaseSync, path: string, { timeoutMs, signal }: LockOptions): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!isBusy(error))
        throw new CCProxyError('CCPROXY_STORAGE_READ_ONLY', `could not lock ${path}`, { cause: error })
    }
    if (performance.now() >= deadline)
      throw new CCProxyError('CCPROXY_STORAGE_LOCK_TIMEOUT', `another process has held ${path} for ${timeoutMs} ms`)
    await sleep(5 + Math.random() * 15, undefined, { signal, ref: true })
  }
}

/** @throws CCPROXY_STORAGE_LOCK_TIMEOUT | _READ_ONLY | _PERMISSION */
export async function withKernelLock<T>(path: string, task: () => Promise<T>, options: LockOptions): Promise<T> {
  createEmpty(path)
  const Database = loadSqlite()
  const database = new Database(path, { timeout: 0 })
  try {
    await begin(database, path, options)
    try {
      return await task()
    } finally {
      // The file stays empty, and is never removed: a lock on a removed file excludes nobody.
      database.exec('ROLLBACK')
    }
  } finally {
    database.close()
  }
}
