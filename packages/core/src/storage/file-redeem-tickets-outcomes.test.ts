import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../plugin/clock.js'
import { FileRedeemTickets } from './file-redeem-tickets.js'

const id = 'a'.repeat(64)
let directory: string
let tickets: FileRedeemTickets
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccproxy-tickets-'))
  tickets = new FileRedeemTickets(directory, systemClock)
})
afterEach(() => rm(directory, { recursive: true, force: true }))

async function left(state: string, pid: number, at: Date = new Date()): Promise<void> {
  await mkdir(join(directory, 'redeemed'), { recursive: true })
  const content = JSON.stringify({ at: at.toISOString(), pid, host: hostname(), state })
  await writeFile(join(directory, 'redeemed', id), content, { mode: 0o600 })
}
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

describe('a ticket', () => {
  it('is given to one of many takers, and leaves no other file', async () => {
    const others = Array.from({ length: 30 }, () => new FileRedeemTickets(directory, systemClock))
    const taken = await Promise.all(others.map((each) => each.take(id)))
    expect(taken.map((ticket) => ticket?.outcome ?? 'ours').toSorted()).toEqual([
      ...Array.from({ length: 29 }, () => 'in-flight'),
      'ours',
    ])
    expect(await readdir(join(directory, 'redeemed'))).toEqual([id])
  })

  it.each([
    ['sent', 'in-flight'],
    ['held', 'in-flight'],
    ['unknown', 'unknown'],
    ['redeemed', 'redeemed'],
  ])('that a living process left as %s is %s', async (state, outcome) => {
    await left(state, process.pid)
    expect(await tickets.take(id)).toMatchObject({ outcome, pid: process.pid })
  })

  it.each(['sent', 'held'])('that a dead process left as %s is unknown', async (state) => {
    await left(state, deadProcess())
    expect(await tickets.take(id)).toMatchObject({ outcome: 'unknown' })
  })

  it('of a process whose answer must have come long ago is unknown', async () => {
    await left('sent', process.pid, new Date(Date.now() - 200_000))
    expect(await tickets.take(id)).toMatchObject({ outcome: 'unknown' })
  })

  it('that is not whole is not taken for interrupted while its owner may be at work', async () => {
    await mkdir(join(directory, 'redeemed'), { recursive: true })
    await writeFile(join(directory, 'redeemed', id), '', { mode: 0o600 })
    expect(await tickets.take(id)).toMatchObject({ outcome: 'in-flight' })
  })
})
