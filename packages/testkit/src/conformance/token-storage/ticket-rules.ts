// Who may send a refresh token, and what became of it.
import { redeemTicketId } from '@ccproxy/core'
import { expect, it } from 'vitest'
import type { StorageUnderTest } from './storage-under-test.js'

const id = redeemTicketId('fake-refresh-token')

export function ticketRules(made: () => StorageUnderTest): void {
  it('are taken by one of 50 at once; the others learn who was first, and when', async () => {
    const { storage, peer = storage } = made()
    const before = Date.now()
    const one = (index: number) => (index % 2 === 0 ? storage : peer).tickets.take(id)
    const taken = await Promise.all(Array.from({ length: 50 }, (_, index) => one(index)))
    const others = taken.filter((ticket) => ticket !== undefined)
    expect(others).toHaveLength(49)
    for (const ticket of others) expect(ticket.outcome).toBe('in-flight')
    const late = await peer.tickets.take(id)
    expect(late).toMatchObject({ pid: process.pid, outcome: 'in-flight' })
    expect(late?.at).toBeGreaterThanOrEqual(before - 1000)
    expect(late?.at).toBeLessThanOrEqual(Date.now() + 1000)
  })

  it.each(['redeemed', 'unknown'] as const)('that are settled say so from then on: %s', async (outcome) => {
    const { storage, peer = storage } = made()
    await storage.tickets.take(id)
    await storage.tickets.settle(id, outcome)
    expect(await peer.tickets.take(id)).toMatchObject({ pid: process.pid, outcome })
    expect(await storage.tickets.take(id)).toMatchObject({ outcome })
  })

  it('that are withdrawn can be taken again, once', async () => {
    const { storage, peer = storage } = made()
    await storage.tickets.take(id)
    await storage.tickets.withdraw(id)
    const taken = await Promise.all([storage.tickets.take(id), peer.tickets.take(id), peer.tickets.take(id)])
    expect(taken.filter((ticket) => ticket === undefined)).toHaveLength(1)
    await storage.tickets.withdraw(redeemTicketId('fake-token-that-nobody-sent'))
  })

  it('of the one more try are others than those of the first', async () => {
    const { storage } = made()
    expect(await storage.tickets.take(id)).toBeUndefined()
    await storage.tickets.settle(id, 'unknown')
    const retry = redeemTicketId('fake-refresh-token', 'retry')
    expect(await storage.tickets.take(retry)).toBeUndefined()
    expect(await storage.tickets.take(retry)).toMatchObject({ outcome: 'in-flight' })
    expect(await storage.tickets.take(id)).toMatchObject({ outcome: 'unknown' })
  })

  it('of one token say nothing of another', async () => {
    const { storage } = made()
    await storage.tickets.take(id)
    expect(await storage.tickets.take(redeemTicketId('fake-refresh-token-2'))).toBeUndefined()
  })
}
