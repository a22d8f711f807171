// Sees that a directory of credentials changed, by the modification times of its folders: one stat each a second,
// whatever the number of accounts, on every file system (notifications are missing on some).
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const intervalMs = 1000

/** A rename into a folder changes the folder's time. */
async function fingerprint(root: string): Promise<string> {
  const folders = ['', ...(await readdir(root).catch(() => []))]
  const times = await Promise.all(
    folders.map((folder) =>
      stat(join(root, folder), { bigint: true }).then(
        ({ mtimeNs }) => `${folder}:${mtimeNs}`,
        () => '',
      ),
    ),
  )
  return times.join()
}

/** Calls `changed` within about a second after a file below `root` came, went or was replaced. Holds no process open. */
export function watchDirectories(root: string, changed: () => Promise<void>): () => void {
  let last: string | undefined
  let busy = false
  async function look(): Promise<void> {
    if (busy) return
    busy = true
    try {
      const now = await fingerprint(root)
      const before = last
      last = now
      if (before !== undefined && before !== now) await changed()
    } catch {
      // The next look tells: a folder that cannot be listed now may be there in a second.
      last = ''
    } finally {
      busy = false
    }
  }
  void look()
  const timer = setInterval(() => void look(), intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
