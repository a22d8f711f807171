import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withKernelLock } from './kernel-lock.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccproxy-lock-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

it('lets one in at a time, and leaves an empty file of mode 600', async () => {
  const path = join(directory, 'a.lock')
  let inside = 0
  let most = 0
  const section = async (): Promise<void> => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 3))
    inside -= 1
  }
  await Promise.all(Array.from({ length: 20 }, () => withKernelLock(path, section, { timeoutMs: 10_000 })))
  expect(most).toBe(1)
  const { mode, size } = await stat(path)
  expect([mode & 0o777, size]).toEqual([0o600, 0])
})

it('gives up at its time limit and at an abort, and is free after a task that threw', async () => {
  const path = join(directory, 'b.lock')
  await withKernelLock(
    path,
    async () => {
      await expect(withKernelLock(path, async () => {}, { timeoutMs: 30 })).rejects.toMatchObject({
        code: 'CCPROXY_STORAGE_LOCK_TIMEOUT',
      })
      const signal = AbortSignal.timeout(20)
      await expect(withKernelLock(path, async () => {}, { timeoutMs: 5000, signal })).rejects.toThrow(/abort|timeout/i)
    },
    { timeoutMs: 100 },
  )
  await expect(withKernelLock(path, () => Promise.reject(new Error('task')), { timeoutMs: 100 })).rejects.toThrow(
    'task',
  )
  expect(await withKernelLock(path, async () => 'free', { timeoutMs: 100 })).toBe('free')
})
