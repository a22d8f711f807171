// Where files live on this machine.
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  /** Default: of the user who runs this process. */
  readonly homeDirectory?: string
  /** Default: `process.platform`. */
  readonly platform?: NodeJS.Platform
}

function pathOf(surroundings: Surroundings): typeof posix {
  return (surroundings.platform ?? process.platform) === 'win32' ? win32 : posix
}

/** The XDG specification: a relative path is invalid and ignored. */
function absolute(value: string | undefined, path: typeof posix): string | undefined {
  return value !== undefined && path.isAbsolute(value) ? value : undefined
}

/** `$CCPROXY_CONFIG_DIR`, else `$XDG_CONFIG_HOME/ccproxy`, else `~/.config/ccproxy` (`%APPDATA%\ccproxy`). */
export function configDirectory(surroundings: Surroundings): string {
  const { environment, workingDirectory, homeDirectory = homedir() } = surroundings
  const path = pathOf(surroundings)
  const own = environment['CCPROXY_CONFIG_DIR']
  if (own !== undefined && own !== '') return path.resolve(workingDirectory, own)
  const xdg = absolute(environment['XDG_CONFIG_HOME'], path)
  if (xdg !== undefined) return path.join(xdg, 'ccproxy')
  if (path === posix) return path.join(homeDirectory, '.config', 'ccproxy')
  return path.join(absolute(environment['APPDATA'], path) ?? path.join(homeDirectory, 'AppData', 'Roaming'), 'ccproxy')
}

/** `$XDG_STATE_HOME/ccproxy`, else `~/.local/state/ccproxy`: shared by all configuration directories of the user. */
export function stateDirectory(surroundings: Surroundings): string {
  const { environment, homeDirectory = homedir() } = surroundings
  const path = pathOf(surroundings)
  const xdg = absolute(environment['XDG_STATE_HOME'], path)
  return path.join(xdg ?? path.join(homeDirectory, '.local', 'state'), 'ccproxy')
}
