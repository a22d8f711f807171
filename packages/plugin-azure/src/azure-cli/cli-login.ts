// Who is signed in to the Azure CLI. Its tokens are in a cache of its own, which only it reads.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { azureProfile } from '../schemas.js'

type Environment = Readonly<Record<string, string | undefined>>

export interface CliLogin {
  /** An address of a person, or the id of an app. */
  readonly user: string
  readonly isPerson: boolean
  /** The directory of the active subscription. */
  readonly tenant: string
}

/** @returns undefined when there is no home directory either */
export function cliDirectory({ AZURE_CONFIG_DIR, HOME, USERPROFILE }: Environment): string | undefined {
  if (AZURE_CONFIG_DIR) return AZURE_CONFIG_DIR
  const home = process.platform === 'win32' ? USERPROFILE : HOME
  return home ? join(home, '.azure') : undefined
}

/**
 * Quick: one small file.
 * @returns undefined when nobody is signed in
 * @throws when the file cannot be read or is not complete
 */
export function readCliLogin(directory: string): CliLogin | undefined {
  const text = readIfThere(join(directory, 'azureProfile.json'))
  if (text === undefined) return undefined
  // The CLI writes it with a byte order mark.
  const { subscriptions } = v.parse(v.pipe(v.string(), v.parseJson(), azureProfile), text.replace(/^\u{FEFF}/u, ''))
  // Without an active subscription the CLI gives no token.
  const active = subscriptions.find(({ isDefault }) => isDefault)
  if (active === undefined) return undefined
  const { tenantId: tenant, user } = active
  return { user: user.name, isPerson: user.type === 'user', tenant }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}
