// Which files and folders may decide what this program runs and where it sends secrets: those that only their owner, who is
// this user or root, can change. Windows has no mode bits, so everything passes there.
import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'

export interface Untrusted {
  /** To stand after the path. */
  readonly problem: string
  /** A command for a shell. */
  readonly repair: string
}

/** @returns why another user could change what is at the path; undefined: none can, or there is nothing */
export async function untrusted(path: string): Promise<Untrusted | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? undefined : changeableByOthers(path, found)
}

export function changeableByOthers(
  path: string,
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
): Untrusted | undefined {
  const own = process.getuid?.()
  if (own === undefined) return undefined
  if (uid !== own && uid !== 0) return { problem: 'belongs to another user', repair: `chown ${own} ${quoted(path)}` }
  if ((mode & 0o002) === 0 && ((mode & 0o020) === 0 || isPrivateGroup(uid, gid))) return undefined
  return { problem: 'can be changed by other users', repair: `chmod go-w ${quoted(path)}` }
}

/** @returns why another user could read what is at the path */
export function readableByOthers(
  path: string,
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
): Untrusted | undefined {
  if (process.getuid === undefined) return undefined
  if ((mode & 0o004) === 0 && ((mode & 0o040) === 0 || isPrivateGroup(uid, gid))) return undefined
  return { problem: 'can be read by other users', repair: `chmod 600 ${quoted(path)}` }
}

/** Many systems give each user a group of the same number with no other member. */
function isPrivateGroup(uid: number, gid: number): boolean {
  return uid === gid && uid !== 0
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`
}
