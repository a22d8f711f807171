// The second place for rotated logins that their folder could not take: <state directory>/unsaved/<provider>/<account>.json
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CredentialKey, NewOAuthCredential, OAuthCredential } from './credential.js'
import { decodeCredentialFile, encodeCredentialFile } from './credential-file.js'
import { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from './private-file.js'
import { storageError } from './storage-error.js'

export class AsideCredentials {
  readonly #directory: string

  constructor(stateDirectory: string) {
    this.#directory = join(stateDirectory, 'unsaved')
  }

  /** undefined: there is none, or none that can be read: it is a copy, and the login itself counts. */
  async read(key: CredentialKey): Promise<OAuthCredential | undefined> {
    const text = await readPrivateFile(this.#pathOf(key)).catch(() => undefined)
    if (text === undefined) return undefined
    const decoded = decodeCredentialFile(key, parseJson(text))
    return 'credential' in decoded && decoded.credential.kind === 'oauth' ? decoded.credential : undefined
  }

  /** @returns its path @throws CCPROXY_STORAGE_* */
  async write(key: CredentialKey, next: NewOAuthCredential): Promise<string> {
    const path = this.#pathOf(key)
    await ensurePrivateDirectory(dirname(path))
    await writePrivateFile(path, encodeCredentialFile(key, next, randomUUID()))
    return path
  }

  async remove(key: CredentialKey): Promise<void> {
    const path = this.#pathOf(key)
    try {
      await rm(path, { force: true })
    } catch (error) {
      throw storageError(error, 'remove', path)
    }
  }

  #pathOf({ provider, account }: CredentialKey): string {
    return join(this.#directory, provider, `${account}.json`)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
