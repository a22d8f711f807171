// A login whose files a test can get at.
import { chmod, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { JsonTokenStorage, type Logger, silentLogger } from '@ccproxy/core'
import { createTemporaryDirectory } from '../../environment/create-temporary-directory.js'
import { createTestClock } from '../../environment/create-test-clock.js'
import { key, type ManagedLogin, startManagedLogin } from './managed-login.js'

export interface LoginOnDisk extends ManagedLogin {
  readonly directory: string
  readonly stateDirectory: string
  /** The file of the credential. */
  readonly file: string
  /** Fields of every warning. */
  readonly warnings: readonly object[]
}

export async function startLoginOnDisk(): Promise<LoginOnDisk> {
  const root = await createTemporaryDirectory()
  const [directory, stateDirectory] = [join(root.path, 'config'), join(root.path, 'state')]
  const clock = createTestClock(Date.now())
  const warnings: object[] = []
  const logger: Logger = { ...silentLogger, warn: (message, fields) => void warnings.push({ message, ...fields }) }
  const storage = new JsonTokenStorage({ directory, stateDirectory, logger, clock })
  const login = await startManagedLogin({ storage, clock })
  return {
    ...login,
    directory,
    stateDirectory,
    file: storage.describe(key),
    warnings,
    [Symbol.asyncDispose]: async () => {
      await login[Symbol.asyncDispose]()
      await root.remove()
    },
  }
}

/** As an editor does it, or another program: in one step. */
export async function replaceFile(file: string, content: string, mode = 0o600): Promise<void> {
  const temporary = join(dirname(file), 'new')
  await writeFile(temporary, content)
  await chmod(temporary, mode)
  await rename(temporary, file)
}
