// Why the last refresh of an account failed, for other processes to show: one small file each, beside the credentials.
import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { TokenError } from '../snapshot/token-state.js'
import type { CredentialKey } from './credential.js'
import { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from './private-file.js'

const content = v.object({ code: v.string(), hint: v.string(), at: v.pipe(v.string(), v.isoTimestamp()) })

export class FileRefreshErrors {
  readonly #directory: string
  /** Provider → the names of its files, while somebody reads them. */
  readonly #listings = new Map<string, Promise<ReadonlySet<string>>>()

  constructor(directory: string) {
    this.#directory = join(directory, 'refresh-errors')
  }

  /** @throws CCPROXY_STORAGE_* */
  async note(key: CredentialKey, { code, hint, at }: TokenError): Promise<void> {
    const path = this.#pathOf(key)
    await ensurePrivateDirectory(dirname(path))
    const noted = { code, hint, at: new Date(at).toISOString() } satisfies v.InferOutput<typeof content>
    await writePrivateFile(path, `${JSON.stringify(noted)}\n`)
    this.#listings.delete(key.provider)
  }

  async forget(key: CredentialKey): Promise<void> {
    await rm(this.#pathOf(key), { force: true })
  }

  /** A file that cannot be read says nothing: it must not hide the login that it is about. */
  async read(key: CredentialKey): Promise<TokenError | undefined> {
    // Nearly all accounts have none, and whoever asks for all of them would open ten thousand files that are not there.
    if (!(await this.#names(key.provider)).has(`${key.account}.json`)) return undefined
    const text = await readPrivateFile(this.#pathOf(key)).catch(() => undefined)
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), content), text)
    return parsed.success ? { ...parsed.output, at: Date.parse(parsed.output.at) } : undefined
  }

  /** Whoever asks while the folder is read shares the answer; nothing is remembered beyond that. */
  async #names(provider: string): Promise<ReadonlySet<string>> {
    const known = this.#listings.get(provider)
    if (known !== undefined) return known
    const listing = readdir(join(this.#directory, provider)).then(
      (names) => new Set(names),
      () => new Set<string>(),
    )
    this.#listings.set(provider, listing)
    const names = await listing
    if (this.#listings.get(provider) === listing) this.#listings.delete(provider)
    return names
  }

  #pathOf({ provider, account }: CredentialKey): string {
    return join(this.#directory, provider, `${account}.json`)
  }
}
