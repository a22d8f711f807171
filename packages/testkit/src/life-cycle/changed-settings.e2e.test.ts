// A grant whose surroundings changed: it is used nowhere, neither to renew nor to sign requests.
import { expect, it } from 'vitest'
import { startRecordingUpstream } from '../upstream/start-recording-upstream.js'
import { createMember, key, type MemberOptions } from './__fixtures__/provider.js'
import { startSharedLogin } from './shared-login.js'

it.each<[string, (elsewhere: string) => Partial<MemberOptions>]>([
  ['oauth.token_url', (elsewhere) => ({ tokenUrl: `${elsewhere}/token` })],
  ['base_url', (elsewhere) => ({ origin: elsewhere })],
  ['oauth.client_id', () => ({ clientId: 'another-client' })],
])('%s changed: 0 requests, and a login is needed', async (name, change) => {
  await using login = await startSharedLogin()
  await using elsewhere = await startRecordingUpstream()
  const { tokenRequests } = login.sandbox.stats()
  const { manager } = await createMember({ ...login.options, ...change(elsewhere.origin) }, login.clock)
  for (const shiftMs of [0, 7_200_000]) {
    login.clock.shiftMs = shiftMs
    await expect(manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_BINDING',
      message: `${name} changed since the sign-in`,
    })
  }
  expect((await manager.snapshot(key)).state).toBe('needs-login')
  expect(elsewhere.requests).toEqual([])
  expect(login.sandbox.stats().tokenRequests).toBe(tokenRequests)
  await manager.stop()

  // Set back, it is as good as before.
  const { manager: restored } = await createMember(login.options, login.clock)
  expect((await restored.acquire(key)).state).toBe('valid')
  await restored.stop()
})
