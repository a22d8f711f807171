import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readIdentityToken } from './read-identity-token.js'

let directory: TemporaryDirectory
let path: string
beforeEach(async () => {
  directory = await createTemporaryDirectory()
  path = join(directory.path, 'token')
})
afterEach(() => directory.remove())

const read = (identityTokenFile: string | undefined, identityToken?: string) =>
  readIdentityToken({ identityTokenFile, identityToken }, AbortSignal.timeout(5000))

/** A token of so many characters. */
const tokenOf = (length: number): string => `fake.${'x'.repeat(length - 'fake.'.length - '.token'.length)}.token`

describe('an identity token', () => {
  it('is read anew from its file each time', async () => {
    await writeFile(path, 'fake.identity.token-1\n')
    expect(await read(path, 'fake.other.token')).toBe('fake.identity.token-1')
    await writeFile(path, 'fake.identity.token-2')
    expect(await read(path)).toBe('fake.identity.token-2')
  })

  it('may be in the environment, and may have 16 KiB', async () => {
    expect(await read(undefined, 'fake.identity.token')).toBe('fake.identity.token')
    await writeFile(path, `${tokenOf(16 * 1024)}\n`)
    expect(await read(path)).toHaveLength(16 * 1024)
  })

  it.each([
    ['is missing', undefined, /^there is no identity token at /, /Correct ANTHROPIC_IDENTITY_TOKEN_FILE/],
    ['is empty', ' \n', /token is empty$/, /identity provider/],
    ['is a little too long', tokenOf(16 * 1024 + 1), /more than 16 KiB/, /one token/],
    ['is much too long', 'x'.repeat(100_000), /more than 16 KiB/, /one token/],
    ['is wrapped in JSON', '{"value":"fake.identity.token"}', /does not hold a JWT/, /without quotes or JSON/],
    ['is quoted', '"fake.identity.token"', /does not hold a JWT/, /without quotes or JSON/],
    ['is two', 'fake.identity.token\nfake.identity.token', /does not hold a JWT/, /bare token/],
  ])('that %s is refused with what to do, and not quoted', async (_name, content, message, hint) => {
    if (content !== undefined) await writeFile(path, content)
    const error: unknown = await read(path).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'CCPROXY_OAUTH_ASSERTION',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
    expect(String(error)).not.toContain('fake.')
  })

  it('is never waited for: a folder or a pipe is no file', async () => {
    await expect(read(directory.path)).rejects.toMatchObject({ message: `${directory.path} is not a file` })
    execFileSync('mkfifo', [path])
    await expect(read(path)).rejects.toMatchObject({ message: `${path} is not a file` })
  })
})
