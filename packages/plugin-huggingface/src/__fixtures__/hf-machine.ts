// A home directory in which the hf CLI has written what a test says.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory } from '@ccproxy/testkit'

export interface HfMachine {
  readonly environment: Readonly<Record<string, string>>
  readonly tokenPath: string
  /** @param expiresAt epoch seconds; absent: a token of the settings page, which has no end */
  signIn(token: string, expiresAt?: number): Promise<void>
  /** A program called `hf`, in sh; `$HF_TOKEN_PATH` is where it keeps the token. */
  installHf(script: string): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export async function createHfMachine(): Promise<HfMachine> {
  const home = await createTemporaryDirectory()
  const directory = join(home.path, '.cache', 'huggingface')
  const bin = join(home.path, 'bin')
  for (const folder of [bin, directory]) await mkdir(folder, { recursive: true, mode: 0o700 })
  const tokenPath = join(directory, 'token')
  return {
    environment: { HOME: home.path, PATH: `${bin}:/usr/bin:/bin` },
    tokenPath,
    signIn: async (token, expiresAt) => {
      const ends = expiresAt === undefined ? '' : `refresh_token = hf_oauth__refresh_fake\nexpires_at = ${expiresAt}\n`
      const other = '[another]\nhf_token = hf_fake-other\nexpires_at = 1\n\n'
      await writeFile(tokenPath, token, { mode: 0o600 })
      await writeFile(join(directory, 'stored_tokens'), `${other}[oauth-someone]\nhf_token = ${token}\n${ends}\n`, {
        mode: 0o600,
      })
    },
    installHf: (script) => writeFile(join(bin, 'hf'), `#!/bin/sh\n${script}\n`, { mode: 0o700 }),
    [Symbol.asyncDispose]: () => home.remove(),
  }
}
