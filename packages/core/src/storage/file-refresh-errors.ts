// Why the last refresh of an account failed, for other processes to show: one small file each, beside the credentials.
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { TokenError } from '../snapshot/token-state.js'
import type { CredentialKey } from './credential.js'
import { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from './private-file.js'

const content = v.object({ code: v.string(), hint: v.string(), at: v.pipe(v.string(), v.isoTimestamp()) })

export class FileRefreshErrors {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = join(directory, 'refresh-errors')
  }

  /** @throws CCPROXY_STORAGE_* */
  async note(key: CredentialKey, { code, hint, at }: TokenError): Promise<void> {
    const path = this.#pathOf(key)
    await ensurePrivateDirectory(dirname(path))
    const noted = { code, hint, at: new Date(at).toISOString() } satisfies v.InferOutput<typeof content>
    await writePrivateFile(path, `${JSON.stringify(noted)}\n`)
  }

  async forget(key: CredentialKey): Promise<void> {
    await rm(this.#pathOf(key), { force: true })
  }

  /** A file that cannot be read says nothing: it must not hide the login that it is about. */
  async read(key: CredentialKey): Promise<TokenError | undefined> {
    const text = await readPrivateFile(this.#pathOf(key)).catch(() => undefined)
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), content), text)
    return parsed.success ? { ...parsed.output, at: Date.parse(parsed.output.at) } : undefined
  }

  #pathOf({ provider, account }: CredentialKey): string {
    return join(this.#directory, provider, `${account}.json`)
  }
}
