import { createTestServices } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { factory } from './plugin.js'

it('says which settings are missing', async () => {
  const { flows } = await factory.create({ oauth: { clientId: 'fake-client-1' } }, createTestServices())
  expect(flows[0]?.unavailable?.hint).toContain('plugins.acme.oauth.client_secret')
})

it('needs nobody to sign in once the client is set', async () => {
  const oauth = { clientId: 'fake-client-1', clientSecret: 'fake-secret-1' }
  const { manager } = await factory.create({ oauth }, createTestServices())
  const token = await manager.snapshot({ provider: 'acme', account: 'default' })
  expect(token.usable).toBe(true)
  await manager.stop()
})
