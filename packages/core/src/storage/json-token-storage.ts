// Credentials as one JSON file each: <directory>/credentials/<provider>/<account>.json
import { createHash, randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { PluginContext } from '../plugin/context.js'
import type { TokenError } from '../snapshot/token-state.js'
import { AsideCredentials } from './aside-credentials.js'
import type { Credential, CredentialKey, NewCredential, NewOAuthCredential } from './credential.js'
import { credentialFileVersion, decodeCredentialFile, encodeCredentialFile } from './credential-file.js'
import { accountPattern, assertCredentialKey } from './credential-key.js'
import { isQuarantineOf, isTemporaryOf, quarantinePath } from './credential-leftovers.js'
import { watchDirectories } from './directory-watch.js'
import { FileRedeemTickets } from './file-redeem-tickets.js'
import { FileRefreshErrors } from './file-refresh-errors.js'
import { fileSystemKind, type StatFileSystem, statFileSystem } from './file-system.js'
import { foreignCredential } from './foreign-credential.js'
import { withKernelLock } from './kernel-lock.js'
import { isNewerRotation, isSameRotation } from './newer-rotation.js'
import {
  ensurePrivateDirectory,
  proveWritable,
  readPrivateFile,
  syncDirectory,
  writePrivateFile,
} from './private-file.js'
import type { RedeemTickets } from './redeem-tickets.js'
import { errnoOf, storageError } from './storage-error.js'
import type { Lease, LockOptions, TokenStorage, WritableOptions } from './token-storage.js'

export interface JsonTokenStorageOptions {
  /** Rotating logins on NFS, SMB and the like, which only one machine uses. Default false. */
  readonly allowNetworkFileSystem: boolean
  /** For tests. */
  readonly statFileSystem: StatFileSystem
}

export type JsonTokenStorageContext = Pick<PluginContext, 'directory' | 'stateDirectory' | 'logger' | 'clock'>

/** A temporary file this old was left by a process that died. */
const abandonedMs = 600_000

/** A kernel-held lock is not lost while this process lives. */
const heldLease: Lease = { signal: new AbortController().signal, assertHeld: () => {} }

/** The storage of every provider that names no other. Subclass it for `migrate`. */
export class JsonTokenStorage implements TokenStorage {
  readonly tickets: RedeemTickets
  readonly #context: JsonTokenStorageContext
  readonly #options: JsonTokenStorageOptions
  #warned = false
  readonly #credentials: string
  readonly #locks: string
  readonly #errors: FileRefreshErrors
  readonly #aside: AsideCredentials
  /** Folders that held something of ours while this process ran. */
  readonly #seen = new Set<string>()
  readonly #listeners = new Set<(key: CredentialKey) => void>()
  #unwatch: (() => void) | undefined

  constructor(context: JsonTokenStorageContext, options: Partial<JsonTokenStorageOptions> = {}) {
    this.#context = context
    this.#options = { allowNetworkFileSystem: false, statFileSystem, ...options }
    this.#credentials = join(context.directory, 'credentials')
    this.#locks = join(context.directory, 'locks')
    this.#errors = new FileRefreshErrors(context.directory)
    this.#aside = new AsideCredentials(context.stateDirectory)
    this.tickets = new FileRedeemTickets(context.stateDirectory, context.clock)
  }

  describe(key: CredentialKey): string {
    assertCredentialKey(key)
    return join(this.#credentials, key.provider, `${key.account}.json`)
  }

  async read(key: CredentialKey): Promise<Credential | undefined> {
    const stored = await this.#readFile(key)
    const aside = await this.#aside.read(key)
    if (aside === undefined) return stored
    if (stored !== undefined) return isNewerRotation(aside, stored) ? aside : stored
    // A file that is gone while its folder is there was signed out.
    return (await isThere(dirname(this.describe(key)))) ? undefined : aside
  }

  async write(
    key: CredentialKey,
    next: NewCredential,
    { expectedRevision }: { readonly expectedRevision: string | null },
  ): Promise<Credential> {
    const path = this.describe(key)
    await this.#assertRevision(key, next, expectedRevision)
    const revision = randomUUID()
    await ensurePrivateDirectory(dirname(path))
    await this.#removeAbandoned(path)
    await writePrivateFile(path, encodeCredentialFile(key, next, revision))
    await this.#aside.remove(key)
    return { ...next, revision }
  }

  async writeAside(key: CredentialKey, next: NewOAuthCredential): Promise<string> {
    return await this.#aside.write(key, next)
  }

  async remove(key: CredentialKey, { expectedRevision }: { readonly expectedRevision: string }): Promise<boolean> {
    const path = this.describe(key)
    const stored = await this.#readOrSetAside(key, path)
    if (stored !== undefined && stored.revision !== expectedRevision) throw conflict(key)
    try {
      for (const name of await this.#filesOf(path)) await rm(join(dirname(path), name), { force: true })
      await this.#errors.forget(key)
      await this.#aside.remove(key)
      if (stored !== undefined) await syncDirectory(dirname(path))
    } catch (error) {
      throw storageError(error, 'remove', path)
    }
    return stored !== undefined
  }

  async list(options?: { readonly provider: string }): Promise<readonly CredentialKey[]> {
    const keys: CredentialKey[] = []
    for (const provider of options === undefined ? await namesIn(this.#credentials) : [options.provider]) {
      for (const name of await namesIn(join(this.#credentials, provider))) {
        const key = keyOf(provider, name)
        if (key !== undefined) keys.push(key)
      }
    }
    return keys
  }

  async withLock<T>(key: CredentialKey, task: (lease: Lease) => Promise<T>, options: LockOptions): Promise<T> {
    assertCredentialKey(key)
    await this.#assertNotMoved(this.#context.directory)
    await ensurePrivateDirectory(this.#locks)
    const name = createHash('sha256').update(`${key.provider}/${key.account}`).digest('hex')
    return withKernelLock(join(this.#locks, `${name}.lock`), () => task(heldLease), options)
  }

  async ensureWritable(key: CredentialKey, { rotating }: WritableOptions): Promise<void> {
    const path = this.describe(key)
    await this.#assertNotMoved(dirname(path))
    await ensurePrivateDirectory(dirname(path))
    if (rotating) await this.#assertLockable(dirname(path))
    await proveWritable(path)
  }

  watch(listener: (key: CredentialKey) => void): () => void {
    this.#listeners.add(listener)
    this.#unwatch ??= watchDirectories(this.#credentials, ({ folder, name }) => {
      const key = keyOf(folder, name)
      if (key !== undefined) for (const each of this.#listeners) each(key)
    })
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#unwatch?.()
      this.#unwatch = undefined
    }
  }

  async noteError(key: CredentialKey, error: TokenError | undefined): Promise<void> {
    assertCredentialKey(key)
    await this.#assertNotMoved(this.#context.directory)
    await (error === undefined ? this.#errors.forget(key) : this.#errors.note(key, error))
  }

  async lastError(key: CredentialKey): Promise<TokenError | undefined> {
    assertCredentialKey(key)
    return this.#errors.read(key)
  }

  /**
   * A file of an older version, or of another program, as a credential; undefined = not ours, leave it alone. Runs at
   * every read until the next write saves the new form. A subclass calls `super.migrate` for what it does not know.
   * @throws CCPROXY_STORAGE_FOREIGN for a login that must not be taken over
   */
  protected migrate(raw: unknown, fromVersion: number | undefined): NewCredential | undefined {
    return fromVersion === undefined ? foreignCredential(raw) : undefined
  }

  /** A lock that another machine does not see cannot protect a token that works once. */
  async #assertLockable(directory: string): Promise<void> {
    const { kind, name } = fileSystemKind(await this.#options.statFileSystem(directory))
    if (kind === 'user-space' && !this.#warned) {
      this.#warned = true
      this.#context.logger.warn('logins are kept on a file system in user space; locks may not hold on it', {
        directory,
      })
    }
    if (kind === 'network' && !this.#options.allowNetworkFileSystem)
      throw new CCProxyError(
        'CCPROXY_STORAGE_NETWORK',
        `${directory} is on ${name}, where locks do not protect a login`,
      )
  }

  #decode(key: CredentialKey, path: string, text: string): Credential {
    const raw = parseJson(path, text)
    const version = versionOf(raw)
    if (version !== undefined && version > credentialFileVersion)
      throw new CCProxyError(
        'CCPROXY_STORAGE_VERSION',
        `${path} has version ${version}, this CCProxy knows ${credentialFileVersion}`,
      )
    if (version !== credentialFileVersion) {
      // The same file gives the same revision, so that compare-and-swap works on a file that has none.
      const revision = `file:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
      const migrated = this.#migrated(key, path, { raw, version, revision })
      if (migrated !== undefined) return migrated
    }
    const decoded = decodeCredentialFile(key, raw)
    if ('credential' in decoded) return decoded.credential
    throw new CCProxyError('CCPROXY_STORAGE_CORRUPT', `${path} is not a credential of ours (${decoded.problem})`)
  }

  /** @throws CCPROXY_STORAGE_CORRUPT when the code of the plugin throws, or returns what cannot be saved */
  #migrated(
    key: CredentialKey,
    path: string,
    {
      raw,
      version,
      revision,
    }: { readonly raw: unknown; readonly version: number | undefined; readonly revision: string },
  ): Credential | undefined {
    let problem: string
    try {
      const migrated = this.migrate(raw, version)
      if (migrated === undefined) return undefined
      const saved = decodeCredentialFile(key, JSON.parse(encodeCredentialFile(key, migrated, revision)))
      if ('credential' in saved) return { ...migrated, revision }
      problem = `returned an incomplete credential (${saved.problem})`
    } catch (error) {
      if (isCCProxyError(error)) throw error
      problem = 'threw an error'
    }
    throw new CCProxyError('CCPROXY_STORAGE_CORRUPT', `${path} cannot be read: migrate() of the plugin ${problem}`)
  }

  async #assertRevision(key: CredentialKey, next: NewCredential, expected: string | null): Promise<void> {
    const stored = expected === null ? await this.#readOrSetAside(key, this.describe(key)) : await this.read(key)
    if ((stored?.revision ?? null) === expected) return
    // A rotation that waits in the second place may be moved to where it belongs.
    const isMove = stored !== undefined && isSameRotation(next, stored)
    if (!isMove || (await this.#readFile(key))?.revision !== expected) throw conflict(key)
  }

  async #readFile(key: CredentialKey): Promise<Credential | undefined> {
    const path = this.describe(key)
    const text = await readPrivateFile(path)
    if (text === undefined) {
      await this.#assertNotMoved(dirname(path))
      return undefined
    }
    this.#seen.add(dirname(path)).add(this.#context.directory)
    return this.#decode(key, path, text)
  }

  /** @throws CCPROXY_STORAGE_FAILED when a folder that was there is gone: making it anew would be in the way of its return */
  async #assertNotMoved(folder: string): Promise<void> {
    if (!this.#seen.has(folder) || (await isThere(folder))) return
    throw new CCProxyError('CCPROXY_STORAGE_FAILED', `the folder ${folder} is gone`, {
      hint: 'Put the folder back. What is in memory is used and saved then.',
    })
  }

  /** A file that cannot be read is never overwritten: it is kept, under another name. */
  async #readOrSetAside(key: CredentialKey, path: string): Promise<Credential | undefined> {
    try {
      return await this.read(key)
    } catch (error) {
      if (!isCCProxyError(error) || error.code !== 'CCPROXY_STORAGE_CORRUPT') throw error
      const aside = quarantinePath(path, this.#context.clock.now())
      await rename(path, aside).catch((cause: unknown) => {
        throw storageError(cause, 'set aside', path)
      })
      this.#context.logger.warn('an unreadable credential file was set aside', { file: aside, reason: error.message })
      return undefined
    }
  }

  /** The credential, its temporary files and what was set aside. */
  async #filesOf(path: string): Promise<readonly string[]> {
    const names = await namesIn(dirname(path))
    return names.filter((name) => name === basename(path) || isQuarantineOf(path, name) || isTemporaryOf(path, name))
  }

  async #removeAbandoned(path: string): Promise<void> {
    for (const name of await namesIn(dirname(path))) {
      if (!isTemporaryOf(path, name)) continue
      const temporary = join(dirname(path), name)
      // It may be of a writer at work, and gone by now.
      const found = await stat(temporary).catch(() => undefined)
      if (found !== undefined && Date.now() - found.mtimeMs > abandonedMs) await rm(temporary, { force: true })
    }
  }
}

async function isThere(folder: string): Promise<boolean> {
  return await stat(folder).then(
    () => true,
    (error: unknown) => errnoOf(error) !== 'ENOENT',
  )
}

/** Undefined for what is no credential of anybody. */
function keyOf(provider: string, name: string): CredentialKey | undefined {
  const account = name.endsWith('.json') ? name.slice(0, -'.json'.length) : ''
  return accountPattern.test(account) ? { provider, account } : undefined
}

function conflict({ provider, account }: CredentialKey): CCProxyError {
  return new CCProxyError('CCPROXY_STORAGE_CONFLICT', `the credential ${provider}/${account} was changed meanwhile`)
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return []
    throw storageError(error, 'read', directory)
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not even as a cause: the parser quotes what it read.
    throw new CCProxyError('CCPROXY_STORAGE_CORRUPT', `${path} is not JSON`)
  }
}

function versionOf(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('version' in raw)) return undefined
  return typeof raw.version === 'number' ? raw.version : undefined
}
