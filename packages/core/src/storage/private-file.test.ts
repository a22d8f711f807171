import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensurePrivateDirectory, readPrivateFile } from './private-file.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ccproxy-private-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(process.platform === 'win32')('a private file', () => {
  it('that is a FIFO is refused at once', async () => {
    const fifo = join(folder, 'default.json')
    execFileSync('mkfifo', ['-m', '600', fifo])
    await expect(readPrivateFile(fifo)).rejects.toMatchObject({
      code: 'CCPROXY_STORAGE_PERMISSION',
      message: expect.stringContaining('is no regular file'),
    })
  })

  it.each([
    [0o602, 'can be changed by other users'],
    [0o644, 'can be read by others'],
  ])('with mode %o is refused with the command that repairs it', async (mode, problem) => {
    const file = join(folder, 'default.json')
    await writeFile(file, '{}')
    await chmod(file, mode)
    await expect(readPrivateFile(file)).rejects.toMatchObject({
      message: expect.stringContaining(problem),
      hint: expect.stringMatching(/^Run: chmod /),
    })
  })
})

describe.skipIf(process.platform === 'win32')('a private directory', () => {
  it('in which every user can write is refused, also when it was there before', async () => {
    await chmod(folder, 0o777)
    await expect(ensurePrivateDirectory(folder)).rejects.toMatchObject({
      code: 'CCPROXY_STORAGE_PERMISSION',
      hint: `Run: chmod go-w '${folder}'`,
    })
  })
})
