import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readOwnerFile } from './read-owner-file.js'

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccproxy-owner-file-'))
  path = join(directory, 'login')
  await writeFile(path, 'fake-login', { mode: 0o600 })
})
afterEach(() => rm(directory, { recursive: true }))

const read = (file = path) => readOwnerFile(file, { hint: 'Sign in there.' })

describe('the file of another program', () => {
  it('is read, through links, too', async () => {
    expect(await read()).toBe('fake-login')
    await symlink(path, join(directory, 'link'))
    expect(await read(join(directory, 'link'))).toBe('fake-login')
  })

  it('may be missing, with its directory', async () => {
    expect(await read(join(directory, 'absent'))).toBeUndefined()
    expect(await read(join(directory, 'absent', 'login'))).toBeUndefined()
    expect(await read(join(path, 'login'))).toBeUndefined()
  })

  it.skipIf(process.platform === 'win32').each([
    [0o644, 'read'],
    [0o640, 'read'],
    [0o622, 'changed'],
    [0o666, 'changed'],
  ])('is refused with mode %o', async (mode, happened) => {
    await chmod(path, mode)
    await expect(read()).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_LINK',
      message: expect.stringContaining(`can be ${happened} by other users`),
      hint: `Run: chmod 600 '${path}'`,
    })
  })

  it.skipIf(process.platform === 'win32')('is refused when it is none', async () => {
    const folder = join(directory, 'folder')
    await mkdir(folder, { mode: 0o700 })
    await expect(read(folder)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_LINK', hint: 'Sign in there.' })
  })
})
