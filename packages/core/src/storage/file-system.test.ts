import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../plugin/clock.js'
import { type Logger, silentLogger } from '../plugin/logger.js'
import { fileSystemKind } from './file-system.js'
import { JsonTokenStorage, type JsonTokenStorageOptions } from './json-token-storage.js'

const key = { provider: 'acme', account: 'default' }
const rotating = { rotating: true }
let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccproxy-fs-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

function storageOn(type: number, options: Partial<JsonTokenStorageOptions> = {}, warn: Logger['warn'] = () => {}) {
  const context = { directory, stateDirectory: directory, logger: { ...silentLogger, warn }, clock: systemClock }
  return new JsonTokenStorage(context, { statFileSystem: () => Promise.resolve(type), ...options })
}

describe('a rotating login', () => {
  it.each([
    ['NFS', 0x6969],
    ['SMB2, as a signed number', 0xfe534d42 | 0],
    ['CIFS', 0xff534d42],
    ['9p', 0x01021997],
  ])('is refused on %s, and an API key is not', async (_name, type) => {
    const storage = storageOn(type)
    await expect(storage.ensureWritable(key, rotating)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_NETWORK' })
    await storage.ensureWritable(key, { rotating: false })
    await storageOn(type, { allowNetworkFileSystem: true }).ensureWritable(key, rotating)
  })

  it('is taken on a file system in user space, with one warning', async () => {
    const warn = vi.fn<Logger['warn']>()
    const storage = storageOn(0x65735546, {}, warn)
    await storage.ensureWritable(key, rotating)
    await storage.ensureWritable(key, rotating)
    expect(warn).toHaveBeenCalledTimes(1)
  })
})

it('knows a local disk', () => {
  expect(fileSystemKind(0xef53)).toEqual({ kind: 'local', name: 'local' })
})
