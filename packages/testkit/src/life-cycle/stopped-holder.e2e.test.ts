// The lock by itself, without the ticket that would also hold others back.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { JsonTokenStorage, silentLogger, systemClock } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { key } from './__fixtures__/provider.js'

const script = fileURLToPath(new URL('./__fixtures__/holder.ts', import.meta.url))

it('a stopped holder keeps the lock for 13 s, and a killed one leaves it at once', async () => {
  await using root = await createTemporaryDirectory()
  const [directory, stateDirectory] = [join(root.path, 'config'), join(root.path, 'state')]
  const holder = fork(script, [directory, stateDirectory], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    expect((await once(holder, 'message'))[0]).toBe('held')
    holder.kill('SIGSTOP')
    const storage = new JsonTokenStorage({ directory, stateDirectory, logger: silentLogger, clock: systemClock })
    let inside = 0
    const enter = async (): Promise<void> => {
      inside += 1
    }
    await expect(storage.withLock(key, enter, { timeoutMs: 13_000 })).rejects.toMatchObject({
      code: 'CCPROXY_STORAGE_LOCK_TIMEOUT',
    })
    expect(inside).toBe(0)
    const gone = once(holder, 'exit')
    holder.kill('SIGKILL')
    await gone
    const killedAt = performance.now()
    await storage.withLock(key, enter, { timeoutMs: 5000 })
    expect(inside).toBe(1)
    expect(performance.now() - killedAt).toBeLessThan(500)
  } finally {
    holder.kill('SIGKILL')
  }
})
