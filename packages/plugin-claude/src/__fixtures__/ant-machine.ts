// A home directory in which the ant CLI has written what a test says.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory } from '@ccproxy/testkit'

export interface AntMachine {
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly credentialsPath: string
  /** Fields beside or instead of those of a user login; undefined leaves one out. */
  writeProfile(fields?: object, profile?: string): Promise<void>
  writeCredentials(fields?: object, profile?: string): Promise<void>
  /** A program called `ant`, in sh. */
  installAnt(script: string): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export async function createAntMachine(): Promise<AntMachine> {
  const home = await createTemporaryDirectory()
  const directory = join(home.path, '.config', 'anthropic')
  const bin = join(home.path, 'bin')
  for (const folder of [bin, join(directory, 'configs'), join(directory, 'credentials')])
    await mkdir(folder, { recursive: true, mode: 0o700 })
  const credentialsPath = join(directory, 'credentials', 'default.json')
  return {
    environment: { HOME: home.path, PATH: `${bin}:/usr/bin:/bin` },
    directory,
    credentialsPath,
    writeProfile: (fields = {}, profile = 'default') => {
      const file = { version: '1.0', authentication: { type: 'user_oauth', client_id: 'client-of-ant' }, ...fields }
      return writeFile(join(directory, 'configs', `${profile}.json`), JSON.stringify(file))
    },
    writeCredentials: (fields = {}, profile = 'default') => {
      const file = {
        version: '1.0',
        type: 'oauth_token',
        access_token: 'fake-access-of-ant-1',
        refresh_token: 'fake-refresh-of-ant-1',
        expires_at: Date.UTC(2030, 0, 1) / 1000,
        scope: 'user:profile user:inference',
        account_email: 'someone@example.com',
        organization_uuid: 'organization-1',
        organization_name: 'Example',
        ...fields,
      }
      return writeFile(join(directory, 'credentials', `${profile}.json`), JSON.stringify(file), { mode: 0o600 })
    },
    installAnt: (script) => writeFile(join(bin, 'ant'), `#!/bin/sh\n${script}\n`, { mode: 0o700 }),
    [Symbol.asyncDispose]: () => home.remove(),
  }
}
