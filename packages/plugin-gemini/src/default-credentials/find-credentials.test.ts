import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findCredentials, whyNotThere } from './find-credentials.js'

const login = {
  type: 'authorized_user',
  client_id: 'fake-client',
  client_secret: 'fake-client-secret',
  refresh_token: 'fake-refresh-1',
}
const account = {
  type: 'service_account',
  client_email: 'robot@example.test',
  private_key: 'fake-private-key',
  private_key_id: 'k1',
}

let directory: TemporaryDirectory
let path: string
beforeEach(async () => {
  directory = await createTemporaryDirectory()
  path = join(directory.path, 'credentials.json')
})
afterEach(() => directory.remove())

const environment = () => ({ GOOGLE_APPLICATION_CREDENTIALS: path })
const write = (content: unknown) => writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
const unusable = (message: RegExp, hint = /./) =>
  expect.objectContaining({
    code: 'CCPROXY_CREDENTIAL_LINK',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  })

/** Root may read everything. */
function asNobody(work: () => unknown): unknown {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(65_534)
  try {
    return work()
  } finally {
    process.seteuid?.(0)
  }
}

describe('the file', () => {
  it('is found where the environment says', async () => {
    await write({ ...login, quota_project_id: 'p1', account: '' })
    expect(findCredentials(environment(), 'authorized_user')).toMatchObject({ path, file: { quota_project_id: 'p1' } })
  })

  it('may be another one than the environment says', async () => {
    await write(login)
    expect(findCredentials({}, 'authorized_user', path)).toMatchObject({ path })
  })

  it('may be absent, or below something that is no folder', async () => {
    expect(findCredentials(environment(), 'authorized_user')).toBeUndefined()
    expect(findCredentials({}, 'authorized_user')).toBeUndefined()
    await write(login)
    expect(findCredentials({}, 'authorized_user', join(path, 'below'))).toBeUndefined()
  })

  it.each([
    ['a service account', account, /is the key of a service account, not a login of gcloud/, /flow service-account/],
    [
      'a federation',
      { type: 'external_account' },
      /of the type external_account/,
      /gcloud auth application-default login/,
    ],
    [
      'an impersonation',
      { type: 'impersonated_service_account' },
      /of the type impersonated_service_account/,
      /--flow key/,
    ],
    ['another universe', { ...login, universe_domain: 'example.test' }, /another universe/, /./],
    ['half of it', { type: 'authorized_user', client_id: 'fake-client' }, /not complete/, /application-default login/],
    ['something else', { installed: { client_id: 'fake-client' } }, /is not a file of application default/, /./],
    ['a list', [], /is not a file of application default/, /./],
  ])('of %s is refused with what to do', async (_name, content, message, hint) => {
    await write(content)
    expect(() => findCredentials(environment(), 'authorized_user')).toThrow(unusable(message, hint))
  })

  it('of a login is refused as a service account', async () => {
    await write(login)
    expect(() => findCredentials(environment(), 'service_account')).toThrow(
      unusable(/is a login of gcloud/, /flow adc/),
    )
  })

  it('of half a service account is refused', async () => {
    await write({ ...account, private_key: '' })
    expect(() => findCredentials(environment(), 'service_account')).toThrow(unusable(/not complete/, /Download/))
  })

  it('must be a file of a sensible size', async () => {
    await mkdir(path)
    expect(() => findCredentials(environment(), 'authorized_user')).toThrow(unusable(/is not a file/))
    await directory.remove()
    await mkdir(directory.path)
    await write(JSON.stringify({ ...login, filler: 'x'.repeat(70_000) }))
    expect(() => findCredentials(environment(), 'authorized_user')).toThrow(unusable(/is not a file/))
  })

  it('must be readable', async () => {
    await write(login)
    await chmod(path, 0o000)
    expect(() => asNobody(() => findCredentials(environment(), 'authorized_user'))).toThrow(
      unusable(/must not be read/),
    )
  })

  it('that is being written is no refusal: it is over in a moment', async () => {
    await write('{"type": "authorized_user", "refresh_token": "fake-ref')
    expect(() => findCredentials(environment(), 'authorized_user')).toThrow(SyntaxError)
  })
})

const why = () => whyNotThere(environment(), 'authorized_user', 'Sign in with gcloud.')

describe('why a flow cannot be used', () => {
  it('is that there is no file, until there is one', async () => {
    expect(why()).toEqual({ reason: `there is no ${path}`, hint: 'Sign in with gcloud.' })
    await write(login)
    expect(why()).toBeUndefined()
  })

  it('is what is wrong with the file', async () => {
    await write(account)
    expect(why()).toMatchObject({
      reason: expect.stringContaining('service account'),
      hint: expect.stringContaining('flow service-account'),
    })
    await write('{')
    expect(why()).toMatchObject({ reason: expect.stringContaining('cannot be read this moment') })
  })

  it('is that there is no place for one', () => {
    expect(whyNotThere({}, 'authorized_user', 'Sign in.')).toEqual({
      reason: 'there is no application_default_credentials.json',
      hint: 'Sign in.',
    })
  })
})
