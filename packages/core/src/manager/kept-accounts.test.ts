// What a manager keeps of accounts, counted on the heap: names that clients make up must not stay.
import { queryObjects } from 'node:v8'
import { expect, it } from 'vitest'
import { credential, hour, key, manage, rotated } from './__fixtures__/managed-account.js'
import { Account } from './account.js'

const many = 200
const kept = (): number => queryObjects(Account, { format: 'count' })
const accounts = Array.from({ length: many }, (_, index) => ({ ...key, account: `account-${index}` }))

it('one account is kept for each login, and nothing of logins that are gone or never were', async () => {
  const before = kept()
  const { manager, storage, clock } = manage({
    refresh: async (previous) => ({
      ...rotated(previous, clock.now()),
      refreshToken: `${previous.grantId}-${previous.generation}`,
    }),
  })
  for (const each of accounts) {
    const login = credential({ grantId: each.account, refreshToken: `fake-${each.account}` })
    await storage.write(each, login, { expectedRevision: null })
  }
  for (let round = 0; round < 3; round += 1) {
    for (const each of accounts) await manager.acquire(each)
    clock.pass(hour + 1)
  }
  for (const { account } of accounts)
    await expect(manager.acquire({ ...key, account: `no-${account}` })).rejects.toThrow('acme')
  // What other tests left may go meanwhile.
  expect(kept()).toBeLessThanOrEqual(before + many)
  for (const each of accounts) {
    const { revision } = (await storage.read(each)) ?? { revision: '' }
    await storage.remove(each, { expectedRevision: revision })
  }
  clock.pass(hour)
  for (const each of accounts) await expect(manager.acquire(each)).rejects.toThrow('acme')
  expect(kept()).toBeLessThanOrEqual(before)
  await manager.stop()
}, 60_000)
