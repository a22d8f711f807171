import { createTestServices } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'acme', account: 'default' }

it('uses the key of the environment', async () => {
  const { manager } = await factory.create({}, createTestServices({ environment: { ACME_API_KEY: 'fake-key-1' } }))
  expect((await manager.acquire(key)).reveal()).toBe('fake-key-1')
  await manager.stop()
})

it('uses the key of the settings before it', async () => {
  const services = createTestServices({ environment: { ACME_API_KEY: 'fake-key-1' } })
  const { manager } = await factory.create({ apiKey: 'fake-key-2' }, services)
  expect((await manager.acquire(key)).reveal()).toBe('fake-key-2')
  await manager.stop()
})
