import type { LogoutResult } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import { absentSnapshot, fakeProvider, fakeSnapshot } from '../__fixtures__/fake-provider.js'

const revoked: LogoutResult = { removed: true, revocation: 'revoked' }
const nothing: LogoutResult = { removed: false, revocation: 'not-offered' }

/** An account that is found as `before`, and after the sign-out as `after`. */
async function world(result: LogoutResult, before = fakeSnapshot(), after = absentSnapshot(before.key)) {
  let current = before
  const logout = async (): Promise<LogoutResult> => {
    current = after
    return result
  }
  const provider = await fakeProvider({ manager: { logout, snapshot: async () => current } })
  return fakeContext({ host: fakeHost([provider]) })
}

const fromEnvironment = fakeSnapshot({ kind: 'api-key', storage: 'ACME_API_KEY' })

describe('auth logout', () => {
  it.each([
    [revoked, 'oauth', '✓ Signed out of Acme, account default. It was revoked at the provider.'],
    [{ removed: true, revocation: 'failed' }, 'oauth', 'until it expires: end it in your account at Acme.'],
    [{ removed: true, revocation: 'not-offered' }, 'oauth', 'The provider offers no revocation'],
    [{ removed: true, revocation: 'not-offered' }, 'api-key', 'delete it in your account at Acme if it must end.'],
    [{ removed: true, revocation: 'not-offered' }, 'linked', 'Only the link was removed'],
  ] as const)('%j of kind %s', async (result, kind, text) => {
    const { run, stdout } = await world(result, fakeSnapshot({ kind }))
    expect(await run('auth', 'logout', 'acme')).toBe(0)
    expect(stdout()).toContain(text)
  })

  it('of nobody says so', async () => {
    const { run, stdout } = await world(nothing, absentSnapshot({ provider: 'acme', account: 'default' }))
    expect(await run('auth', 'logout', 'acme')).toBe(0)
    expect(stdout()).toBe('Nobody was signed in to Acme, account default; nothing was removed.\n')
  })

  it('says where a credential comes from that is not ours to remove', async () => {
    const { run, stdout } = await world(nothing, fromEnvironment, fromEnvironment)
    expect(await run('auth', 'logout', 'acme')).toBe(0)
    expect(stdout()).toBe(
      'The credential of Acme, account default comes from ACME_API_KEY; remove it there. Nothing was removed.\n',
    )
  })

  it('says which credential is used from now on', async () => {
    const { run, stderr } = await world(revoked, fakeSnapshot(), fromEnvironment)
    await run('auth', 'logout', 'acme')
    expect(stderr()).toBe('Requests still find a credential: ACME_API_KEY\n')
  })

  it('is an object for programs', async () => {
    const { run, json } = await world(revoked, fakeSnapshot(), fromEnvironment)
    await run('auth', 'logout', 'acme', '--json')
    expect(json()).toEqual({ provider: 'acme', account: 'default', ...revoked, left: 'ACME_API_KEY' })
  })
})
