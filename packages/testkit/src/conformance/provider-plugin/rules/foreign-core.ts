import { type ErrorCode, MemoryTokenStorage, type TokenStorage } from '@ccproxy/core'
import { createScriptedInteraction } from '../../../sign-in/create-scripted-interaction.js'
import type { FlowUnderTest } from '../flow-under-test.js'
import { isRecord } from '../is-record.js'
import { reasonOf } from '../reason-of.js'
import type { Finding, PluginRule } from '../rule.js'

const code: ErrorCode = 'CCPROXY_STORAGE_READ_ONLY'

export const foreignCore: PluginRule = {
  about: 'plugin',
  id: 'foreign-core',
  title: 'it works with services and errors of another copy of core',
  check: async (plugin) => {
    const flow = await plugin.readyFlow()
    if (flow === undefined) return []
    const findings = await worksWithForeignStorage(flow)
    return findings.length > 0 ? findings : keepsForeignErrors(flow)
  },
}

async function worksWithForeignStorage(flow: FlowUnderTest): Promise<readonly Finding[]> {
  try {
    await using login = await flow.signIn(foreignStorage())
    await login.running.runtime.manager.acquire(login.key)
    return []
  } catch (error) {
    return [
      {
        problem: `with a storage that another copy of core made, the sign-in fails: ${reasonOf(error)}`,
        fix: 'use what you are given by its members, never by `instanceof`: a global program has a core of its own',
      },
    ]
  }
}

async function keepsForeignErrors(flow: FlowUnderTest): Promise<readonly Finding[]> {
  const storage = { ...foreignStorage(), write: refuseWriting, ensureWritable: refuseWriting }
  const running = await flow.create({ storage })
  const { answers } = await flow.setup()
  const interaction = createScriptedInteraction({ answers, person: 'follows' })
  const error: unknown = await running.runtime.manager.login(flow.key, flow.declared.id, interaction).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  await running.stop()
  // One that keeps its logins in a storage of its own meets no error of this one.
  if (running.runtime.storage !== running.watched.services.storage) return []
  if (isRecord(error) && error['code'] === code) return []
  return [
    {
      problem: `an error that another copy of core made (${code}) comes out as ${error === undefined ? 'success' : reasonOf(error)}`,
      fix: 'recognise errors by isCCProxyError(), never by `instanceof`, and let them through',
    },
  ]
}

/** Only its members are those of a storage. */
function foreignStorage(): TokenStorage {
  const storage: TokenStorage = new MemoryTokenStorage()
  return {
    tickets: storage.tickets,
    read: (key) => storage.read(key),
    write: (key, credential, options) => storage.write(key, credential, options),
    remove: (key, options) => storage.remove(key, options),
    list: (options) => storage.list(options),
    ensureWritable: (key, options) => storage.ensureWritable(key, options),
    withLock: (key, task, options) => storage.withLock(key, task, options),
    describe: (key) => storage.describe(key),
  }
}

const refuseWriting = (): Promise<never> => Promise.reject(foreignError())

/** Recognised by its mark alone. */
function foreignError(): Error {
  const error = new Error('the storage of another copy of core is read-only')
  return Object.defineProperties(error, {
    code: { value: code, enumerable: true },
    status: { value: 500, enumerable: true },
    hint: { value: 'Make the directory writable.', enumerable: true },
    [Symbol.for('ccproxy.error')]: { value: true },
  })
}
