import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** What Windows runs without its ending being written. */
const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']

/** A look, without running it. */
export function isOnPath(program: string, { PATH, Path }: Environment): boolean {
  const directories = (PATH ?? Path ?? '').split(delimiter).filter((directory) => directory !== '')
  return directories.some((directory) => endings.some((ending) => isExecutable(join(directory, `${program}${ending}`))))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
