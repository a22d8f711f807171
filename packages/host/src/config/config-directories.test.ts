import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configDirectory, stateDirectory } from './config-directories.js'

const linux = { workingDirectory: '/projects', homeDirectory: '/home/ada', platform: 'linux' as const }
const windows = { workingDirectory: 'C:\\work', homeDirectory: 'C:\\Users\\Ada', platform: 'win32' as const }

describe('configDirectory', () => {
  it.each([
    [{ CCPROXY_CONFIG_DIR: '/etc/ccproxy', XDG_CONFIG_HOME: '/xdg' }, '/etc/ccproxy'],
    [{ CCPROXY_CONFIG_DIR: '', XDG_CONFIG_HOME: '/xdg' }, '/xdg/ccproxy'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/ccproxy'],
    [{ APPDATA: 'C:\\Roaming' }, '/home/ada/.config/ccproxy'],
    [{}, '/home/ada/.config/ccproxy'],
  ])('on Linux with %o is %s', (environment, directory) => {
    expect(configDirectory({ ...linux, environment })).toBe(directory)
  })

  it.each(['here', '~/ccproxy', './x', '../x'])('refuses the relative path %s', (own) => {
    expect(() => configDirectory({ ...linux, environment: { CCPROXY_CONFIG_DIR: own } })).toThrow(
      `CCPROXY_CONFIG_DIR must be an absolute path, not "${own}"`,
    )
  })

  it.each(['', 'relative'])('takes a HOME of "%s" for unset and asks for the home of the user id', (homeDirectory) => {
    const { homedir } = userInfo()
    expect(configDirectory({ ...linux, homeDirectory, environment: {} })).toBe(join(homedir, '.config', 'ccproxy'))
    expect(stateDirectory({ ...linux, homeDirectory, environment: {} })).toBe(join(homedir, '.local/state', 'ccproxy'))
  })

  it.each([
    [{ CCPROXY_CONFIG_DIR: 'D:\\ccproxy' }, 'D:\\ccproxy'],
    [{ XDG_CONFIG_HOME: 'D:\\xdg', APPDATA: 'D:\\Roaming' }, 'D:\\xdg\\ccproxy'],
    [{ APPDATA: 'D:\\Roaming' }, 'D:\\Roaming\\ccproxy'],
    [{}, 'C:\\Users\\Ada\\AppData\\Roaming\\ccproxy'],
  ])('on Windows with %o is %s', (environment, directory) => {
    expect(configDirectory({ ...windows, environment })).toBe(directory)
  })
})

describe('stateDirectory', () => {
  it.each([
    [{ XDG_STATE_HOME: '/state', CCPROXY_CONFIG_DIR: '/etc/ccproxy' }, '/state/ccproxy'],
    [{ XDG_STATE_HOME: 'relative' }, '/home/ada/.local/state/ccproxy'],
    [{ CCPROXY_CONFIG_DIR: '/etc/ccproxy' }, '/home/ada/.local/state/ccproxy'],
  ])('with %o is %s', (environment, directory) => {
    expect(stateDirectory({ ...linux, environment })).toBe(directory)
  })
})
