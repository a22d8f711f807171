import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileRedeemTickets } from './file-redeem-tickets.js'

const day = 86_400_000
const today = Date.parse('2026-11-22T20:00:00.000Z')

let root: string
let tickets: FileRedeemTickets

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-tickets-'))
  tickets = new FileRedeemTickets(root, { now: () => today, monotonic: () => 0 })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const left = async () => (await readdir(join(root, 'redeemed'))).toSorted()
async function age(id: string, days: number): Promise<void> {
  const at = new Date(today - days * day)
  await utimes(join(root, 'redeemed', id), at, at)
}

describe('a sweep', () => {
  it('lets go of tickets whose token cannot live any more, however they ended', async () => {
    await tickets.take('ended', today - 2 * day)
    await tickets.take('ended-and-redeemed', today - 2 * day)
    await tickets.settle('ended-and-redeemed', 'redeemed')
    await tickets.take('ended-just-now', today - 1000)
    await tickets.take('living', today + 1000 * day)
    await age('living', 900)
    await tickets.take('unknown-and-old')
    await age('unknown-and-old', 401)
    await tickets.take('unknown')
    await age('unknown', 399)
    await tickets.sweep()
    expect(await left()).toEqual(['ended-just-now', 'living', 'unknown'])
  })

  it('does bounded work, and all of it in time', async () => {
    await tickets.take('ticket', today - 2 * day)
    const text = await readFile(join(root, 'redeemed', 'ticket'))
    for (let number = 1; number < 300; number += 1)
      await writeFile(join(root, 'redeemed', `ticket-${number}`), text, { mode: 0o600 })
    await tickets.sweep()
    expect(await left()).toHaveLength(44)
    await tickets.sweep()
    expect(await left()).toEqual([])
  })

  it('has nothing to do where no token was ever sent', async () => {
    await expect(tickets.sweep()).resolves.toBeUndefined()
  })
})
