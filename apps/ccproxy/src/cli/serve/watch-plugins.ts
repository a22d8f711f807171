import { type FSWatcher, readdirSync, watch } from 'node:fs'
import { join, sep } from 'node:path'

/** A build writes many files; it is over when nothing changed for this long. */
const quietMs = 300

export interface PluginWatch {
  /** The folder in which something changed and then stayed as it is. */
  readonly changed: Promise<string>
  close(): void
}

/** What packages are installed into, and what an editor leaves in passing. */
function isPassing(part: string): boolean {
  return part === 'node_modules' || part.startsWith('.') || part.endsWith('~')
}

/** The folder itself, and each folder of its own in it with all that is below. What is installed there can be very large. */
function openWatchers(folder: string, onChange: (name: string) => void): readonly FSWatcher[] {
  const tell = (_event: string, name: string | null): void => {
    if (name !== null && !name.split(sep).some(isPassing)) onChange(name)
  }
  try {
    const inner = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !isPassing(entry.name),
    )
    return [watch(folder, tell), ...inner.map((entry) => watch(join(folder, entry.name), { recursive: true }, tell))]
  } catch {
    // That the folder cannot be read is told by whoever loads the plugin.
    return []
  }
}

/** Watches the folders of plugins under development; holds the process open. */
export function watchPlugins(folders: readonly string[]): PluginWatch {
  const { promise, resolve } = Promise.withResolvers<string>()
  let quiet: NodeJS.Timeout | undefined
  const watchers = folders.flatMap((folder) =>
    openWatchers(folder, () => {
      clearTimeout(quiet)
      quiet = setTimeout(resolve, quietMs, folder)
    }),
  )
  // A folder that goes away is no change that could be loaded.
  for (const watcher of watchers) watcher.on('error', () => watcher.close())
  return {
    changed: promise,
    close() {
      clearTimeout(quiet)
      for (const watcher of watchers) watcher.close()
    },
  }
}
