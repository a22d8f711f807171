// Files that only their owner may read: created 0600, never through a symbolic link, durable when a write resolves.
import { constants } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { changeableByOthers, type Untrusted, untrusted } from '../files/trusted.js'
import { temporaryName } from './credential-leftovers.js'
import { errnoOf, storageError } from './storage-error.js'

const onWindows = process.platform === 'win32'
/** A credential is a few kilobytes; anything larger is not ours. */
const maxBytes = 1024 * 1024

/** @returns undefined when there is no such file @throws CCPROXY_STORAGE_PERMISSION when others may read it, or it is a link */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK a FIFO would hold the process for ever.
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | (constants.O_NONBLOCK ?? 0))
    const found = await file.stat()
    const { mode, size } = found
    if (!found.isFile())
      throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', `${path} is no regular file`, {
        hint: 'Remove it; a file that is readable and writable by you alone belongs there.',
      })
    assertOurs(path, changeableByOthers(path, found))
    if (!onWindows && (mode & 0o077) !== 0)
      throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', `${path} can be read by others`, {
        hint: `Run: chmod 600 '${path}'`,
      })
    if (size > maxBytes) throw new CCProxyError('CCPROXY_STORAGE_CORRUPT', `${path} is too large to be a credential`)
    return await file.readFile('utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    if (errnoOf(error) === 'ELOOP')
      throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', `${path} is a symbolic link`, {
        hint: 'Put the file itself there, readable and writable by you alone; links are not followed.',
      })
    throw storageError(error, 'read', path)
  }
}

/** @throws CCPROXY_STORAGE_PERMISSION when another user can change what is in it, CCPROXY_STORAGE_* */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw storageError(error, 'create', path)
  }
  assertOurs(path, await untrusted(path))
}

function assertOurs(path: string, reason: Untrusted | undefined): void {
  if (reason === undefined) return
  throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', `${path} ${reason.problem}`, { hint: `Run: ${reason.repair}` })
}

async function writeTemporary(path: string, content: string): Promise<string> {
  const temporary = join(dirname(path), temporaryName(path))
  try {
    await using file = await open(temporary, 'wx', 0o600)
    await file.writeFile(content)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
  return temporary
}

/** A rename is durable when the directory is. */
export async function syncDirectory(path: string): Promise<void> {
  if (onWindows) return
  await using directory = await open(path, 'r')
  await directory.sync()
}

/** Replaces the file in one step: readers see the old content or the new, a crash leaves one of them. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  try {
    const temporary = await writeTemporary(path, content)
    try {
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    await syncDirectory(dirname(path))
  } catch (error) {
    throw storageError(error, 'write', path)
  }
}

/** File systems without hard links: exFAT, some in user space. */
const withoutLinks: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Creates the file whole, or not at all. @returns false when there is one, which is whole too (but for the fallback below) */
export async function createPrivateFile(path: string, content: string): Promise<boolean> {
  try {
    const temporary = await writeTemporary(path, content)
    try {
      await link(temporary, path)
    } catch (error) {
      if (!withoutLinks.has(errnoOf(error))) throw error
      await createInPlace(path, content)
    } finally {
      await rm(temporary, { force: true })
    }
    await syncDirectory(dirname(path))
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw storageError(error, 'create', path)
  }
}

/**
 * Adds to a file in one step: lines of several processes do not mix. Durable when it resolves.
 * @returns false when there is no such file
 */
export async function appendPrivateFile(path: string, content: string): Promise<boolean> {
  try {
    await using file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW)
    await file.write(content)
    await file.datasync()
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw storageError(error, 'write', path)
  }
}

async function createInPlace(path: string, content: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Shows that a file of a few kilobytes could be saved beside `path` now. */
export async function proveWritable(path: string): Promise<void> {
  try {
    await rm(await writeTemporary(path, ' '.repeat(64 * 1024)))
  } catch (error) {
    throw storageError(error, 'write', dirname(path))
  }
}
