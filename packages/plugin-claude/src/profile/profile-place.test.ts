import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryDirectory } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { profilePlace } from './profile-place.js'

describe('the directory of profiles', () => {
  it.each([
    [{ ANTHROPIC_CONFIG_DIR: '/own', XDG_CONFIG_HOME: '/xdg', HOME: '/home/one' }, 'linux', '/own'],
    [{ ANTHROPIC_CONFIG_DIR: '', XDG_CONFIG_HOME: '/xdg', HOME: '/home/one' }, 'linux', '/xdg/anthropic'],
    [{ HOME: '/home/one' }, 'darwin', '/home/one/.config/anthropic'],
    [{ APPDATA: 'C:\\Roaming', HOME: '/home/one' }, 'win32', 'C:\\Roaming\\Anthropic'],
    [{ USERPROFILE: 'C:\\Users\\one' }, 'win32', 'C:\\Users\\one\\AppData\\Roaming\\Anthropic'],
    [{}, 'linux', undefined],
    [{ HOME: '/home/one' }, 'win32', undefined],
  ] as const)('with %j on %s is %s', (environment, platform, directory) => {
    expect(profilePlace(environment, platform)?.directory).toBe(directory)
  })
})

describe('the profile in force', () => {
  it('is the named one, else the active one, else `default`', async () => {
    await using home = await createTemporaryDirectory()
    const environment = { HOME: home.path }
    expect(profilePlace(environment)).toMatchObject({ profile: 'default', isNamed: false })
    mkdirSync(join(home.path, '.config', 'anthropic'), { recursive: true })
    writeFileSync(join(home.path, '.config', 'anthropic', 'active_config'), 'work\n')
    expect(profilePlace(environment)).toMatchObject({ profile: 'work', isNamed: false })
    expect(profilePlace({ ...environment, ANTHROPIC_PROFILE: 'ci.1' })).toMatchObject({
      profile: 'ci.1',
      isNamed: true,
    })
  })

  it.each(['..', '.', '../other', 'a/b', 'a b', 'ä'])('is never called %j', (name) => {
    expect(() => profilePlace({ HOME: '/home/one', ANTHROPIC_PROFILE: name })).toThrowError(
      expect.objectContaining({ code: 'CCPROXY_CREDENTIAL_LINK' }),
    )
  })
})
