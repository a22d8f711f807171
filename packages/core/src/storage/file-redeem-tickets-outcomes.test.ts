import { spawnSync } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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

  it('that a dead process left as sent is unknown', async () => {
    await left('sent', deadProcess())
    expect(await tickets.take(id)).toMatchObject({ outcome: 'unknown' })
  })

  it('that a dead process left as held is redeemed, and its successor is lost', async () => {
    await left('held', deadProcess())
    expect(await tickets.take(id)).toMatchObject({ outcome: 'redeemed', isLost: true })
  })

  it('that a living process reserved is in flight', async () => {
    await left('reserved', process.pid)
    expect(await tickets.take(id)).toMatchObject({ outcome: 'in-flight' })
  })

  it('that a dead process reserved is given to one of many takers', async () => {
    await left('reserved', deadProcess())
    const others = Array.from({ length: 30 }, () => new FileRedeemTickets(directory, systemClock))
    const taken = await Promise.all(others.map((each) => each.take(id)))
    expect(taken.filter((ticket) => ticket === undefined)).toHaveLength(1)
  })

  it('that another process took over cannot be marked as sent by the process that was thought dead', async () => {
    const late = { now: () => Date.now() + 200_000, monotonic: () => 0 }
    const heir = new FileRedeemTickets(directory, late)
    expect(await tickets.take(id)).toBeUndefined()
    expect(await heir.take(id)).toBeUndefined()
    await expect(tickets.markSent(id)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_CONFLICT' })
    await tickets.withdraw(id)
    await heir.markSent(id)
    expect(await heir.take(id)).toMatchObject({ outcome: 'in-flight' })
  })

  it('that was marked as sent is not given to another process when its owner dies', async () => {
    await left('reserved', process.pid)
    const text = await readFile(join(directory, 'redeemed', id), 'utf8')
    await left('sent', deadProcess())
    await appendFile(join(directory, 'redeemed', id), `\n${text}`)
    expect(await tickets.take(id)).toMatchObject({ outcome: 'unknown' })
  })

  it('keeps its steps when a crash cut the last line off', async () => {
    await tickets.take(id)
    await appendFile(join(directory, 'redeemed', id), '\n{"at":"2026-')
    await tickets.markSent(id)
    await tickets.settle(id, 'redeemed')
    expect(await new FileRedeemTickets(directory, systemClock).take(id)).toMatchObject({ outcome: 'redeemed' })
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
