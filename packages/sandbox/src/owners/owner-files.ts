// Where other tools of this machine keep what they hold. The sandbox plays these tools.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface SandboxOwnerFiles {
  /** A login with a rotating refresh token, which only its owner may spend: `SandboxOwnerLogin` as JSON. */
  readonly linked: string
  /** A login whose refresh token lasts, for others to use: `{ client_id, refresh_token }`. */
  readonly lasting: string
  /** An identity token (JWT), replaced whenever it was exchanged. */
  readonly identity: string
}

/** The files of a sandbox with this `ownersDirectory`, also of one that does not run yet. */
export const sandboxOwnerFiles = (directory: string): SandboxOwnerFiles => ({
  linked: join(directory, 'linked-login.json'),
  lasting: join(directory, 'lasting-login.json'),
  identity: join(directory, 'identity-token.jwt'),
})

/** Nobody ever reads half of it. */
export function writeOwnerFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, text, { mode: 0o600 })
  renameSync(temporary, file)
}

/** @returns undefined when there is none */
export function readOwnerFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
