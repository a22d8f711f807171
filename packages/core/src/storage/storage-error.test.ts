import { expect, it } from 'vitest'
import { storageError } from './storage-error.js'

const errorOf = (code: string): Error => Object.assign(new Error('failed'), { code })

it.each([
  ['EACCES', 'read', 'CCPROXY_STORAGE_PERMISSION', 'chmod 600'],
  ['EACCES', 'create', 'CCPROXY_STORAGE_PERMISSION', 'folder writable'],
  ['EPERM', 'write', 'CCPROXY_STORAGE_PERMISSION', 'folder writable'],
  ['EROFS', 'write', 'CCPROXY_STORAGE_READ_ONLY', 'configuration directory writable'],
  ['EMFILE', 'read', 'CCPROXY_SYSTEM_LIMIT', 'ulimit -n'],
  ['ENOSPC', 'write', 'CCPROXY_STORAGE_FULL', 'disk space'],
])('%s at %s is %s: %s', (errno, doing, code, hint) => {
  const error = storageError(errorOf(errno), doing, '/home/someone/x.json')
  expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) })
  expect(error.message).toBe(`could not ${doing} /home/someone/x.json (${errno})`)
})
