// Where files live on this machine.
import { homedir, userInfo } from 'node:os'
import { posix, win32 } from 'node:path'
import { CCProxyError } from '@ccproxy/core/errors'

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

/** An empty or relative HOME is none: then the home of the user id counts. */
export function homeOf({ homeDirectory = homedir(), ...surroundings }: Partial<Surroundings>): string {
  const isWindows = (surroundings.platform ?? process.platform) === 'win32'
  return (isWindows ? win32 : posix).isAbsolute(homeDirectory) ? homeDirectory : userInfo().homedir
}

/** @throws CCPROXY_CONFIG_DIRECTORY when CCPROXY_CONFIG_DIR is relative: logins would land in the current folder. `$CCPROXY_CONFIG_DIR`, else `$XDG_CONFIG_HOME/ccproxy`, else `~/.config/ccproxy` (`%APPDATA%\ccproxy`). */
export function configDirectory(surroundings: Surroundings): string {
  const { environment } = surroundings
  const homeDirectory = homeOf(surroundings)
  const path = pathOf(surroundings)
  const own = environment['CCPROXY_CONFIG_DIR']
  if (own !== undefined && own !== '') {
    if (path.isAbsolute(own)) return path.resolve(own)
    throw new CCProxyError('CCPROXY_CONFIG_DIRECTORY', `CCPROXY_CONFIG_DIR must be an absolute path, not "${own}"`)
  }
  const xdg = absolute(environment['XDG_CONFIG_HOME'], path)
  if (xdg !== undefined) return path.join(xdg, 'ccproxy')
  if (path === posix) return path.join(homeDirectory, '.config', 'ccproxy')
  return path.join(absolute(environment['APPDATA'], path) ?? path.join(homeDirectory, 'AppData', 'Roaming'), 'ccproxy')
}

/** `$XDG_STATE_HOME/ccproxy`, else `~/.local/state/ccproxy`: shared by all configuration directories of the user. */
export function stateDirectory(surroundings: Surroundings): string {
  const { environment } = surroundings
  const homeDirectory = homeOf(surroundings)
  const path = pathOf(surroundings)
  const xdg = absolute(environment['XDG_STATE_HOME'], path)
  return path.join(xdg ?? path.join(homeDirectory, '.local', 'state'), 'ccproxy')
}
