// A file in which another program keeps its login.
import { readFile, realpath, stat } from 'node:fs/promises'
import { CCProxyError } from '../errors/ccproxy-error.js'

export interface OwnerFileOptions {
  /** What to do when it cannot be used, after what the file itself needs: a sentence. */
  readonly hint: string
}

/**
 * Who may write such a file can make our requests go to an account of theirs, who may read it has the login: the same rule as
 * for our own files. Links are followed, since containers mount credentials that way; modes mean nothing on Windows.
 * @returns what is in it; undefined when there is none
 * @throws CCPROXY_CREDENTIAL_LINK when others may read or change it, or we may not read it; other errors of the file system
 *   as they are
 */
export async function readOwnerFile(path: string, { hint }: OwnerFileOptions): Promise<string | undefined> {
  try {
    const target = await realpath(path)
    const { mode } = await stat(target)
    if (process.platform !== 'win32' && (mode & 0o066) !== 0) {
      const happened = (mode & 0o022) === 0 ? 'read' : 'changed'
      throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${target} can be ${happened} by other users of this machine`, {
        hint: `Run: chmod 600 '${target}'`,
      })
    }
    return await readFile(target, 'utf8')
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EISDIR') throw error
    throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${path} cannot be read`, { hint })
  }
}
