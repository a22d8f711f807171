import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AntMachine, createAntMachine } from '../__fixtures__/ant-machine.js'
import { readAntProfile } from './read-ant-profile.js'

let machine: AntMachine
beforeEach(async () => {
  machine = await createAntMachine()
  await machine.writeProfile()
  await machine.writeCredentials()
})
afterEach(() => machine[Symbol.asyncDispose]())

interface Look {
  readonly environment?: Readonly<Record<string, string>>
  readonly baseUrl?: string
  readonly source?: Readonly<Record<string, string>>
}

const read = ({ environment = {}, baseUrl = 'https://api.anthropic.com', source = {} }: Look = {}) =>
  readAntProfile({ environment: { ...machine.environment, ...environment }, baseUrl }, source)

const refusal = (message: RegExp, hint: RegExp) => ({
  code: 'CCPROXY_CREDENTIAL_LINK',
  message: expect.stringMatching(message),
  hint: expect.stringMatching(hint),
})

describe('the login of the ant CLI', () => {
  it('is read without its refresh token', async () => {
    const reading = await read()
    expect(reading).toEqual({
      fingerprint: expect.stringMatching(/^[\da-f]{16}$/),
      where: machine.credentialsPath,
      source: { directory: machine.directory, profile: 'default' },
      accessToken: 'fake-access-of-ant-1',
      expiresAt: Date.UTC(2030, 0, 1),
      scopes: ['user:profile', 'user:inference'],
      profile: {
        email: 'someone@example.com',
        attributes: {
          ant_profile: 'default',
          organization_id: 'organization-1',
          organization_name: 'Example',
        },
      },
    })
    expect(JSON.stringify(reading)).not.toContain('fake-refresh')
  })

  it('may have no end', async () => {
    await machine.writeCredentials({ expires_at: null })
    expect(await read()).not.toHaveProperty('expiresAt')
  })

  it('may be kept elsewhere', async () => {
    const elsewhere = join(machine.directory, 'elsewhere.json')
    await writeFile(elsewhere, JSON.stringify({ access_token: 'fake-access-elsewhere' }), { mode: 0o600 })
    await machine.writeProfile({ authentication: { type: 'user_oauth', credentials_path: elsewhere } })
    expect(await read()).toMatchObject({ accessToken: 'fake-access-elsewhere', where: elsewhere })
  })

  it('changes its fingerprint when it changes', async () => {
    const before = await read()
    await machine.writeCredentials({ access_token: 'fake-access-of-ant-2' })
    expect((await read())?.fingerprint).not.toBe(before?.fingerprint)
  })

  it('stays the one that was linked, whatever profile is active later', async () => {
    const linked = await read()
    await machine.writeProfile({}, 'work')
    await machine.writeCredentials({ access_token: 'fake-access-of-work' }, 'work')
    const environment = { ANTHROPIC_PROFILE: 'work' }
    expect((await read({ environment }))?.accessToken).toBe('fake-access-of-work')
    expect((await read({ environment, source: linked?.source ?? {} }))?.accessToken).toBe('fake-access-of-ant-1')
  })

  it('is not there when nobody signed in, or signed out', async () => {
    await rm(machine.credentialsPath)
    expect(await read()).toBeUndefined()
    await rm(machine.directory, { recursive: true })
    expect(await read()).toBeUndefined()
  })
})

describe('the workspace', () => {
  it.each([
    ['the profile', { workspace_id: 'wrkspc_1' }, { ANTHROPIC_WORKSPACE_ID: 'wrkspc_2' }, 'wrkspc_1'],
    ['the environment', {}, { ANTHROPIC_WORKSPACE_ID: 'wrkspc_2' }, 'wrkspc_2'],
    ['nobody', {}, {}, undefined],
    ['a word that is no id', {}, { ANTHROPIC_WORKSPACE_ID: 'default' }, undefined],
  ])('is named by %s', async (_name, fields, environment, workspace) => {
    await machine.writeProfile(fields)
    expect((await read({ environment }))?.profile?.attributes?.['workspace_id']).toBe(workspace)
  })
})

describe('a profile is for one API', () => {
  it.each([
    [{ base_url: 'https://api.anthropic.com/' }, 'https://api.anthropic.com/v1'],
    [{ base_url: 'http://127.0.0.1:9/api' }, 'http://127.0.0.1:9/api'],
    [{}, 'https://api.anthropic.com'],
  ])('%j with requests to %s is used', async (fields, baseUrl) => {
    await machine.writeProfile(fields)
    expect((await read({ baseUrl }))?.accessToken).toBe('fake-access-of-ant-1')
  })

  it.each([
    [{}, 'https://gateway.example'],
    [{ base_url: 'https://gateway.example' }, 'https://api.anthropic.com'],
    [{ base_url: 'https://api.anthropic.com.evil.example' }, 'https://api.anthropic.com'],
    [{ base_url: 'nonsense' }, 'https://api.anthropic.com'],
  ])('%j with requests to %s is not', async (fields, baseUrl) => {
    await machine.writeProfile(fields)
    await expect(read({ baseUrl })).rejects.toMatchObject(
      refusal(/profile default is for/, /^Set plugins\.claude\.base_url/),
    )
  })
})

describe('what must not be used says why', () => {
  it.each([
    [0o644, /can be read by other users/],
    [0o640, /can be read by other users/],
    [0o620, /can be changed by other users/],
    [0o666, /can be changed by other users/],
  ])('mode %o', async (mode, message) => {
    await chmod(machine.credentialsPath, mode)
    await expect(read()).rejects.toMatchObject(refusal(message, /^Run: chmod 600 '/))
  })

  it('a link, by what it leads to', async () => {
    const target = join(machine.directory, 'mounted.json')
    await writeFile(target, '{"access_token":"fake-access-mounted"}', { mode: 0o600 })
    await rm(machine.credentialsPath)
    await symlink(target, machine.credentialsPath)
    expect((await read())?.accessToken).toBe('fake-access-mounted')
    await chmod(target, 0o644)
    await expect(read()).rejects.toMatchObject(refusal(/mounted\.json can be read/, /chmod 600/))
  })

  it('a named profile that is not there', async () => {
    await expect(read({ environment: { ANTHROPIC_PROFILE: 'gone' } })).rejects.toMatchObject(
      refusal(/^ANTHROPIC_PROFILE names gone, but there is no /, /ant auth login --profile gone/),
    )
  })

  it.each([
    ['no JSON', '{'],
    ['an unknown type', '{"authentication":{"type":"magic"}}'],
    ['nothing of authentication', '{}'],
  ])('a profile with %s', async (_name, text) => {
    await writeFile(join(machine.directory, 'configs', 'default.json'), text)
    await expect(read()).rejects.toMatchObject(refusal(/is no profile that CCProxy can read/, /ant profile get/))
  })

  it('a profile that is a folder', async () => {
    await rm(join(machine.directory, 'configs', 'default.json'))
    await mkdir(join(machine.directory, 'configs', 'default.json'))
    await expect(read()).rejects.toMatchObject(refusal(/cannot be read/, /that it is a file/))
  })

  it('a federation', async () => {
    await machine.writeProfile({ authentication: { type: 'oidc_federation' } })
    await expect(read()).rejects.toMatchObject(refusal(/is a federation/, /--flow federation/))
  })

  it.each([{ access_token: '' }, { access_token: undefined }, { type: 'api_key' }, { expires_at: 'tomorrow' }])(
    'credentials with %j',
    async (fields) => {
      await machine.writeCredentials(fields)
      await expect(read()).rejects.toMatchObject(refusal(/holds no OAuth token/, /ant auth login --profile default/))
    },
  )

  it('but a file that is being written is only unreadable for a moment, and is not quoted', async () => {
    await writeFile(machine.credentialsPath, '{"access_token":"fake-access-of-ant-1', { mode: 0o600 })
    const error: unknown = await read().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toHaveProperty('code')
    expect(String(error)).not.toContain('fake-access')
  })
})
