// Where the program runs, as far as a sign-in cares: can a browser be started, and does it find its way back?
import type { CliContext } from '../cli-context.js'

export type Surroundings = 'desktop' | 'ssh' | 'ci' | 'container' | 'wsl' | 'no-display'

type Clues = Pick<CliContext, 'environment' | 'platform' | 'fileExists' | 'readText'>

const containerFiles = ['/.dockerenv', '/run/.containerenv']
const containerGroups = /docker|containerd|kubepods|libpod|lxc|buildkit/

export function detectSurroundings(clues: Clues): Surroundings {
  const set = (name: string): boolean => (clues.environment[name] ?? '') !== ''
  // What is outermost comes first: an SSH session may lead into any of the others.
  if (set('SSH_CONNECTION') || set('SSH_TTY')) return 'ssh'
  if (set('CI') && !/^(?:0|false)$/i.test(clues.environment['CI'] ?? '')) return 'ci'
  if (clues.platform !== 'linux') return 'desktop'
  // Before WSL: a container of Docker Desktop has the kernel of WSL.
  if (isContainer(clues, set)) return 'container'
  if (set('WSL_DISTRO_NAME') || /microsoft/i.test(clues.readText('/proc/version') ?? '')) return 'wsl'
  return set('DISPLAY') || set('WAYLAND_DISPLAY') ? 'desktop' : 'no-display'
}

function isContainer({ fileExists, readText }: Clues, set: (name: string) => boolean): boolean {
  if (set('container') || set('KUBERNETES_SERVICE_HOST')) return true
  return containerFiles.some((file) => fileExists(file)) || containerGroups.test(readText('/proc/1/cgroup') ?? '')
}

/** True where a browser of the person can be started from here. In WSL that is the one of Windows. */
export function hasBrowser(surroundings: Surroundings): boolean {
  return surroundings === 'desktop' || surroundings === 'wsl'
}

const noticed: Readonly<Record<Surroundings, string>> = {
  desktop: '',
  ssh: 'This is an SSH session',
  ci: 'This is a CI job',
  container: 'This is a container',
  wsl: 'This is WSL',
  'no-display': 'There is no display here',
}

/** What to do here when no callback can come: the code is all that is needed. */
const anyBrowser = 'any browser on any machine will do'

/**
 * One line: what was noticed, and what to do.
 * @param port where the callback is awaited; undefined: none can come
 * @returns undefined where nothing is special
 */
export function surroundingsAdvice(surroundings: Surroundings, port: number | undefined): string | undefined {
  const what = noticed[surroundings]
  if (what === '') return undefined
  if (surroundings === 'ci')
    return `${what}, where nobody may be there to sign in; a key in the environment needs no sign-in.`
  if (surroundings === 'wsl') {
    return port === undefined
      ? undefined
      : `${what}: the browser of Windows opens and finds its way back. If it ends at an error, paste that address.`
  }
  if (port === undefined) return `${what}: ${anyBrowser}.`
  const paste = 'paste the address that the browser ends at, even if that shows an error'
  if (surroundings !== 'ssh') return `${what}: ${anyBrowser}; ${paste}.`
  return `${what}: forward the port (ssh -L ${port}:127.0.0.1:${port} <this host>), or ${paste}.`
}
