import { createTestServices } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { factory } from './plugin.js'

it('says which setting is missing', async () => {
  const { flows } = await factory.create({}, createTestServices())
  expect(flows[0]?.unavailable?.hint).toContain('plugins.acme.oauth.client_id')
})

it('takes the code from Acme AI and ends at its token endpoint', async () => {
  const { flows } = await factory.create({ oauth: { clientId: 'fake-client-1' } }, createTestServices())
  expect(flows).toMatchObject([
    {
      id: 'device',
      deviceAuthorizationUrl: 'https://login.acme.example/device',
      token: { url: 'https://login.acme.example/token' },
    },
  ])
  expect(flows[0]?.unavailable).toBeUndefined()
})
