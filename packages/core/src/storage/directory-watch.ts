// Sees which files below a directory changed, by the modification times of its folders: one stat each a second,
// whatever the number of files, on every file system (notifications are missing on some). Only in a folder that changed
// are the files themselves looked at.
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const intervalMs = 1000
/** A change in the same tick of the file system's clock leaves the folder's time as it is: a young folder is looked at again. */
const unsettledMs = 2000
const statsAtOnce = 64
/**
 * Ten thousand logins are renewed all day, and each time all files of their folder are looked at: it rests nine times as
 * long as a look took, so that it never costs more than a tenth of a processor.
 */
const manyFiles = 1000
const restFactor = 9

export interface WatchedFile {
  readonly folder: string
  readonly name: string
}

interface WatchedFolder {
  readonly modified: string
  readonly settled: boolean
  /** Of the monotonic clock, ms. */
  readonly lookAgainAt: number
  /** Name → what changes when the file is replaced. */
  readonly files: ReadonlyMap<string, string>
}

async function filesIn(path: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(path).catch(() => [])
  const files = new Map<string, string>()
  for (let from = 0; from < names.length; from += statsAtOnce) {
    await Promise.all(
      names.slice(from, from + statsAtOnce).map(async (name) => {
        // Of the name itself: a link in place of a file is a change, whatever it leads to.
        const found = await lstat(join(path, name), { bigint: true }).catch(() => undefined)
        if (found !== undefined) files.set(name, `${found.ino}:${found.mtimeNs}`)
      }),
    )
  }
  return files
}

/** The folder as it is now; the same object when nothing changed. */
async function look(path: string, before: WatchedFolder | undefined): Promise<WatchedFolder | undefined> {
  const startedAt = performance.now()
  if (before !== undefined && startedAt < before.lookAgainAt) return before
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (found === undefined) return undefined
  const modified = String(found.mtimeNs)
  if (before !== undefined && before.settled && before.modified === modified) return before
  const settled = Math.abs(Date.now() - Number(found.mtimeMs)) > unsettledMs
  const files = await filesIn(path)
  const now = performance.now()
  const restMs = files.size > manyFiles ? (now - startedAt) * restFactor : 0
  return { modified, settled, files, lookAgainAt: now + restMs }
}

function differences(before: WatchedFolder['files'] | undefined, after: WatchedFolder['files']): readonly string[] {
  if (before === after) return []
  const names = new Set([...(before?.keys() ?? []), ...after.keys()])
  return [...names].filter((name) => before?.get(name) !== after.get(name))
}

/**
 * Calls `changed` within about a second after a file in a folder of `root` came, went or was replaced. Holds no process
 * open, and costs a stat for each folder a second while nothing changes.
 */
export function watchDirectories(root: string, changed: (file: WatchedFile) => void): () => void {
  let known: Map<string, WatchedFolder> | undefined
  let busy = false

  async function pass(): Promise<void> {
    const before = known
    // A folder that cannot be found is kept as it was: a disk was unmounted, and nobody removed the files on it.
    const now = new Map(before)
    for (const folder of await readdir(root).catch(() => [])) {
      const found = await look(join(root, folder), before?.get(folder))
      if (found !== undefined) now.set(folder, found)
    }
    known = now
    if (before === undefined) return
    for (const [folder, { files }] of now) {
      for (const name of differences(before.get(folder)?.files, files)) changed({ folder, name })
    }
  }

  async function tick(): Promise<void> {
    if (busy) return
    busy = true
    try {
      await pass()
    } finally {
      busy = false
    }
  }
  void tick()
  const timer = setInterval(() => void tick(), intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
