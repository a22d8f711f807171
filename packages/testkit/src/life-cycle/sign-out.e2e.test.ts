// One process signs out while another has a refresh under way.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMember, key } from './__fixtures__/provider.js'
import { startMember } from './member-process.js'
import { startSharedLogin } from './shared-login.js'

it('waits for the refresh, then revokes what it brought and removes the file', async () => {
  await using login = await startSharedLogin({ tokenDelayMs: 600 })
  const member = await startMember(login.options)
  try {
    login.clock.shiftMs += 7_200_000
    await member.begin({ shiftMs: login.clock.shiftMs, callers: 1 })
    await sleep(200)
    const { manager } = await createMember(login.options, login.clock)
    expect(await manager.logout(key)).toEqual({ removed: true, revocation: 'revoked' })
    expect(await member.outcome()).toMatchObject({ kind: 'tokens' })
    // The new token is the one that was revoked: the whole family is gone, and no replay told the server.
    expect(login.sandbox.stats()).toMatchObject({ refreshes: 1, replays: 0, revokedFamilies: 1 })
    await expect(access(join(login.options.directory, 'credentials', 'acme', 'default.json'))).rejects.toThrow('ENOENT')

    login.clock.shiftMs += 7_200_000
    await member.begin({ shiftMs: login.clock.shiftMs, callers: 1 })
    expect(await member.outcome()).toMatchObject({ kind: 'failed', code: 'CCPROXY_CREDENTIAL_ABSENT' })
    expect(login.sandbox.stats()).toMatchObject({ refreshes: 1 })
    await manager.stop()
  } finally {
    await member.kill('SIGKILL')
  }
})
