// What every `TokenStorage` keeps.
import { afterEach, beforeEach, describe } from 'vitest'
import { changeRules } from './change-rules.js'
import { credentialRules } from './credential-rules.js'
import { lockRules } from './lock-rules.js'
import type { CreateStorage, StorageUnderTest } from './storage-under-test.js'
import { ticketRules } from './ticket-rules.js'

/** Declares the tests. @param createStorage called before each test */
export function describeTokenStorage(name: string, createStorage: CreateStorage): void {
  describe(`${name} is a TokenStorage`, () => {
    let current: StorageUnderTest | undefined
    const made = (): StorageUnderTest => {
      if (current === undefined) throw new Error('no storage was made')
      return current
    }
    beforeEach(async () => {
      current = await createStorage()
    })
    afterEach(async () => {
      await current?.peer?.close?.()
      await current?.storage.close?.()
      await current?.close?.()
      current = undefined
    })

    describe('credentials', () => {
      credentialRules(made)
    })
    describe('the lock', () => {
      lockRules(made)
    })
    describe('tickets', () => {
      ticketRules(made)
    })

    describe('changes', () => {
      changeRules(made)
    })
  })
}
