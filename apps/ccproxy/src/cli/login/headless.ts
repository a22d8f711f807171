import type { CliContext } from '../cli-context.js'

const containerFiles = ['/.dockerenv', '/run/.containerenv']

/** Why no browser of the person can be started from here; undefined: it can. */
export function headlessReason(
  context: Pick<CliContext, 'environment' | 'platform' | 'fileExists'>,
): string | undefined {
  const { environment, platform, fileExists } = context
  const set = (name: string): boolean => (environment[name] ?? '') !== ''
  if (set('SSH_CONNECTION') || set('SSH_TTY')) return 'this is an SSH session'
  if (platform !== 'linux') return undefined
  if (set('container') || set('KUBERNETES_SERVICE_HOST') || containerFiles.some((file) => fileExists(file)))
    return 'this is a container'
  // WSL opens the browser of Windows.
  if (set('WSL_DISTRO_NAME')) return undefined
  return set('DISPLAY') || set('WAYLAND_DISPLAY') ? undefined : 'there is no display'
}
