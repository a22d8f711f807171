import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CCProxyError } from '@ccproxy/core'
import { readPrivateFile } from '@ccproxy/core/files'
import type { Configuration } from '@ccproxy/host'

const fileName = 'client-key'
const keyPattern = /^ccp_[A-Za-z0-9_-]{43}$/

/**
 * The key that clients must send. `auto` makes one at the first start and keeps it in the configuration directory, for
 * this user alone. undefined: none is asked for.
 * @throws CCPROXY_STORAGE_PERMISSION | CCPROXY_STORAGE_CORRUPT | CCPROXY_STORAGE_FAILED
 */
export async function resolveAuthToken(
  configuration: Pick<Configuration, 'settings' | 'directory'>,
): Promise<string | undefined> {
  const { authToken } = configuration.settings.security
  if (authToken !== 'auto') return authToken
  const file = join(configuration.directory, fileName)
  try {
    return (await readKey(file)) ?? (await createKey(configuration.directory, file))
  } catch (error) {
    if (error instanceof CCProxyError) throw error
    throw new CCProxyError('CCPROXY_STORAGE_FAILED', `the client key ${file} cannot be kept`, { cause: error })
  }
}

/** @throws CCPROXY_STORAGE_PERMISSION when another user can read or change it, or it is a link or no file */
async function readKey(file: string): Promise<string | undefined> {
  const key = (await readPrivateFile(file))?.trim()
  if (key !== undefined && !keyPattern.test(key))
    throw new CCProxyError('CCPROXY_STORAGE_CORRUPT', `${file} holds no client key`, {
      hint: 'Remove the file; the next start makes a new key.',
    })
  return key
}

/** Linked into place when complete, so that of two first starts one wins and the other reads a whole key. */
async function createKey(directory: string, file: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const key = `ccp_${randomBytes(32).toString('base64url')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${key}\n`)
    await handle.sync()
    await handle.close()
    await link(draft, file)
    return key
  } catch (error) {
    const winner = Reflect.get(Object(error), 'code') === 'EEXIST' ? await readKey(file) : undefined
    if (winner === undefined) throw error
    return winner
  } finally {
    await handle.close()
    await rm(draft, { force: true })
  }
}
