import { createTestServices } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { factory } from './plugin.js'

const completed = { requestId: 'request-1', account: 'default', durationMs: 1, bytes: 1 }

async function countsAfter(settings: unknown, statuses: readonly number[]): Promise<unknown> {
  const services = createTestServices()
  const plugin = await factory.create(settings, services)
  for (const status of statuses) services.hooks.emit('request.completed', { ...completed, provider: 'claude', status })
  const response = await plugin.routes?.fetch(new Request('http://127.0.0.1/'))
  await plugin.stop()
  return await response?.json()
}

it('counts the requests of each provider', async () => {
  expect(await countsAfter({}, [200, 429])).toEqual({ requests: { claude: 2 } })
})

it('counts no request below the lowest status', async () => {
  expect(await countsAfter({ lowestStatus: 400 }, [200, 429])).toEqual({ requests: { claude: 1 } })
})

it('stops counting when it is stopped', async () => {
  const services = createTestServices()
  const plugin = await factory.create({}, services)
  await plugin.stop()
  expect(services.hooks.observed('request.completed')).toBe(false)
})
