// Unit tests reach this machine only: a call to anywhere else fails at once, by name.
import nock from 'nock'
import { afterEach } from 'vitest'

nock.disableNetConnect()
nock.enableNetConnect(/^(127\.0\.0\.1|localhost|\[::1\])(:|$)/)

afterEach(() => {
  nock.abortPendingRequests()
  nock.cleanAll()
})
