// A program `hf` on a PATH of its own, and the files in which it keeps its login.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

interface HfLogin {
  readonly accessToken: string
  readonly refreshToken: string
  readonly lifetimeSeconds: number
}

export interface HfInstallation {
  readonly environment: Readonly<Record<string, string>>
  /** What `hf auth login` leaves behind. */
  signIn(login: HfLogin): Promise<void>
  remove(): Promise<void>
}

/** `hf auth token`: renews what is near its end, which all tokens here are, and prints the old one where that fails. */
const program = (origin: string, clientId: string): string => `#!${process.execPath}
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
if (process.argv.slice(2).join(' ') !== 'auth token') process.exit(2)
const path = process.env.HF_TOKEN_PATH ?? join(process.env.HF_HOME, 'token')
const stored = join(dirname(path), 'stored_tokens')
const refreshToken = /^refresh_token = (.*)$/m.exec(readFileSync(stored, 'utf8'))[1]
const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: '${clientId}' })
const answer = await fetch('${origin}/oauth/token', { method: 'POST', body })
if (answer.ok) {
  const token = await answer.json()
  const expiresAt = Math.floor(Date.now() / 1000) + token.expires_in
  const fields = { hf_token: token.access_token, refresh_token: token.refresh_token, expires_at: expiresAt }
  const lines = Object.entries(fields).map(([name, value]) => name + ' = ' + value)
  writeFileSync(stored, ['[oauth-someone]', ...lines, '', ''].join('\\n'), { mode: 0o600 })
  writeFileSync(path, token.access_token, { mode: 0o600 })
}
console.log(readFileSync(path, 'utf8'))
console.error('Run \`hf auth whoami\` to see which account this token belongs to.')
`

/** @param clientId the app of hf */
export async function installHf(origin: string, clientId: string): Promise<HfInstallation> {
  const directory = await mkdtemp(join(tmpdir(), 'ccproxy-hf-'))
  const [bin, home] = [join(directory, 'bin'), join(directory, 'huggingface')]
  for (const folder of [bin, home]) await mkdir(folder, { mode: 0o700 })
  // Node takes a program without an ending for CommonJS unless a package says otherwise.
  await writeFile(join(bin, 'package.json'), '{ "type": "module" }')
  await writeFile(join(bin, 'hf'), program(origin, clientId))
  await chmod(join(bin, 'hf'), 0o700)
  return {
    environment: { PATH: [bin, process.env['PATH'] ?? ''].join(delimiter), HF_HOME: home },
    signIn: async ({ accessToken, refreshToken, lifetimeSeconds }) => {
      const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds
      const section = `hf_token = ${accessToken}\nrefresh_token = ${refreshToken}\nexpires_at = ${expiresAt}\n`
      await writeFile(join(home, 'stored_tokens'), `[oauth-someone]\n${section}\n`, { mode: 0o600 })
      await writeFile(join(home, 'token'), accessToken, { mode: 0o600 })
    },
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
  }
}
