// The disk of the tickets is full: for real, on a file system of one page.
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { startLoginOnDisk } from './__fixtures__/login-on-disk.js'
import { hour, key } from './__fixtures__/managed-login.js'

async function mayMount(): Promise<boolean> {
  await using root = await createTemporaryDirectory()
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', root.path], { stdio: 'ignore' })
  } catch {
    console.warn('not tried here, since nothing may be mounted: a full disk under the tickets')
    return false
  }
  execFileSync('umount', [root.path])
  return true
}

describe.skipIf(!(await mayMount()))('a ticket for which the disk has no room', () => {
  it('is taken back: nothing was sent, and the next try is the first', async () => {
    await using login = await startLoginOnDisk()
    const { manager, endpoint, clock, events, stateDirectory } = login
    const tickets = join(stateDirectory, 'redeemed')
    await mkdir(tickets, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=700', 'tmpfs', tickets])
    try {
      await writeFile(join(tickets, 'filler'), ' '.repeat(4096))
      clock.advance(hour + 1)
      const full = { code: 'CCPROXY_STORAGE_FULL', hint: expect.stringContaining('Free some disk space') }
      await expect(manager.acquire(key)).rejects.toMatchObject(full)
      expect(events).toMatchObject([['oauth.error', full]])
      expect((await manager.snapshot(key)).state).toBe('expired')
      expect(await readdir(tickets)).toEqual(['filler'])
      expect(endpoint.requests).toEqual([])

      await rm(join(tickets, 'filler'))
      clock.advance(60_000)
      expect((await manager.acquire(key)).state).toBe('valid')
      expect(endpoint.requests).toHaveLength(1)
    } finally {
      execFileSync('umount', [tickets])
    }
  })
})
