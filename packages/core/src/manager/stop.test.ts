import { expect, it } from 'vitest'
import { credential, hour, key, manage, rotated } from './__fixtures__/managed-account.js'

it('the end of a manager waits for a refresh under way until it is saved', async () => {
  const answer = Promise.withResolvers<undefined>()
  const { manager, storage, clock } = manage({
    refresh: async (previous) => {
      await answer.promise
      return rotated(previous, clock.now())
    },
  })
  await storage.write(key, credential(), { expectedRevision: null })
  await manager.acquire(key)
  clock.pass(hour + 1)
  const acquired = manager.acquire(key)
  await new Promise(setImmediate)

  const stopping = manager.stop().then(() => 'stopped')
  const later = new Promise((resolve) => setTimeout(resolve, 20, 'still waiting'))
  expect(await Promise.race([stopping, later])).toBe('still waiting')
  answer.resolve(undefined)
  await stopping
  expect(await storage.read(key)).toMatchObject({ generation: 2 })
  expect((await acquired).reveal()).toBe('fake-access-token-number-2')
})
