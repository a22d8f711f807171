import { describe, expect, it } from 'vitest'
import { detectSurroundings, hasBrowser, surroundingsAdvice } from './surroundings.js'

const ssh = { SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22' }
const display = { DISPLAY: ':0' }
const wslKernel = { '/proc/version': 'Linux version 5.15.153.1-microsoft-standard-WSL2 (gcc 11.2.0)' }
const plainKernel = { '/proc/version': 'Linux version 6.1.0-18-amd64', '/proc/1/cgroup': '0::/init.scope' }
const dockerGroup = { '/proc/1/cgroup': '12:cpu:/docker/0123456789abcdef\n0::/' }

interface World {
  readonly platform?: NodeJS.Platform
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

function detect({ platform = 'linux', environment = {}, files = plainKernel }: World) {
  return detectSurroundings({
    platform,
    environment,
    fileExists: (path) => path in files,
    readText: (path) => files[path],
  })
}

describe('where the program runs', () => {
  it.each<readonly [string, World]>([
    ['ssh', { environment: ssh }],
    ['ssh', { environment: { SSH_TTY: '/dev/pts/0', ...display } }],
    ['ssh', { environment: ssh, platform: 'darwin' }],
    ['ssh', { environment: { ...ssh, WSL_DISTRO_NAME: 'Debian' } }],
    ['ssh', { environment: ssh, files: { '/.dockerenv': '' } }],
    ['ci', { environment: { CI: 'true' } }],
    ['ci', { environment: { CI: '1' }, platform: 'darwin' }],
    ['ci', { environment: { CI: 'true' }, files: { '/.dockerenv': '' } }],
    ['desktop', { environment: { CI: 'false', ...display } }],
    ['container', { files: { '/.dockerenv': '' } }],
    ['container', { files: { '/run/.containerenv': '' }, environment: display }],
    ['container', { files: dockerGroup }],
    ['container', { files: { '/proc/1/cgroup': '0::/kubepods.slice/kubepods-pod1.slice' } }],
    ['container', { environment: { KUBERNETES_SERVICE_HOST: '10.96.0.1' } }],
    ['container', { environment: { container: 'podman' } }],
    ['container', { files: { '/.dockerenv': '', ...wslKernel } }],
    ['wsl', { environment: { WSL_DISTRO_NAME: 'Debian' } }],
    ['wsl', { files: wslKernel }],
    ['desktop', { environment: display }],
    ['desktop', { environment: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['desktop', { platform: 'darwin' }],
    ['desktop', { platform: 'win32' }],
    ['desktop', { environment: { SSH_CONNECTION: '', ...display } }],
    ['no-display', {}],
    ['no-display', { files: {} }],
  ])('%s: %o', (expected, world) => {
    expect(detect(world)).toBe(expected)
  })

  it.each([
    ['desktop', true],
    ['wsl', true],
    ['ssh', false],
    ['ci', false],
    ['container', false],
    ['no-display', false],
  ] as const)('%s has a browser: %s', (surroundings, expected) => {
    expect(hasBrowser(surroundings)).toBe(expected)
  })
})

describe('what to do there', () => {
  it.each([
    ['ssh', 4000, 'ssh -L 4000:127.0.0.1:4000 <this host>'],
    ['ssh', undefined, 'any browser on any machine'],
    ['container', 4000, 'paste the address'],
    ['no-display', 4000, 'paste the address'],
    ['no-display', undefined, 'any browser on any machine'],
    ['ci', 4000, 'a key in the environment'],
    ['wsl', 4000, 'the browser of Windows'],
  ] as const)('%s, callback at %s: %s', (surroundings, port, words) => {
    const line = surroundingsAdvice(surroundings, port)
    expect(line).toContain(words)
    expect(line).not.toContain('\n')
  })

  it('is nothing where nothing is special', () => {
    expect(surroundingsAdvice('desktop', 4000)).toBeUndefined()
    expect(surroundingsAdvice('wsl', undefined)).toBeUndefined()
  })
})
