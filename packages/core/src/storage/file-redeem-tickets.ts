import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { Clock } from '../plugin/clock.js'
import { appendPrivateFile, createPrivateFile, ensurePrivateDirectory, readPrivateFile } from './private-file.js'
import type { RedeemTicket, RedeemTickets } from './redeem-tickets.js'
import { errnoOf, storageError } from './storage-error.js'
import { readTicketLog, type TicketStep, ticketLine } from './ticket-log.js'

/** Longer than any token call waits for its answer. */
const flightMs = 150_000
/** No refresh token of a known provider lives longer unused. */
const longestLifeMs = 400 * 86_400_000
/** Clocks of providers and ours differ. */
const graceMs = 86_400_000
const mostSwept = 256

/** One file per refresh token, named by its hash, in a directory of the user and the machine. */
export class FileRedeemTickets implements RedeemTickets {
  readonly #directory: string
  readonly #clock: Clock
  /** Our name in the file of each ticket that we took. */
  readonly #taken = new Map<string, string>()

  constructor(stateDirectory: string, clock: Clock) {
    this.#directory = join(stateDirectory, 'redeemed')
    this.#clock = clock
  }

  async take(id: string, neededUntil?: number): Promise<RedeemTicket | undefined> {
    await ensurePrivateDirectory(this.#directory)
    const path = join(this.#directory, id)
    const by = randomUUID()
    const until = neededUntil === undefined ? {} : { needed_until: new Date(neededUntil).toISOString() }
    const reservation = { ...this.#step('reserved', by), ...until }
    if (await createPrivateFile(path, ticketLine(reservation))) return this.#keep(id, by)
    const text = await readPrivateFile(path)
    const first = text === undefined ? undefined : readTicketLog(text)
    if (first === undefined) return this.#unreadable(path)
    if (first.state !== 'reserved' || this.#mayGoOn(first)) return this.#asTicket(first)
    await appendPrivateFile(
      path,
      ticketLine({ ...reservation, ...(first.by !== undefined && { instead_of: first.by }) }),
    )
    const now = await this.#read(path)
    return now === undefined || now.by === by ? this.#keep(id, by) : this.#asTicket(now)
  }

  async markSent(id: string): Promise<void> {
    const path = join(this.#directory, id)
    const by = this.#taken.get(id)
    if (by !== undefined) await appendPrivateFile(path, ticketLine(this.#step('sent', by)))
    const now = await this.#read(path)
    if (by !== undefined && now?.by === by && now.state === 'sent') return
    throw new CCProxyError('CCPROXY_STORAGE_CONFLICT', 'another process took over this refresh; nothing was sent here')
  }

  async settle(id: string, outcome: 'redeemed' | 'unknown' | 'held'): Promise<void> {
    const path = join(this.#directory, id)
    const by = this.#taken.get(id) ?? (await this.#read(path))?.by
    const line = ticketLine(this.#step(outcome, by))
    if (!(await appendPrivateFile(path, line))) await createPrivateFile(path, line)
    if (outcome !== 'held') this.#taken.delete(id)
  }

  async withdraw(id: string): Promise<void> {
    const path = join(this.#directory, id)
    const by = this.#taken.get(id)
    this.#taken.delete(id)
    if (by !== undefined && (await this.#read(path))?.by !== by) return
    try {
      await rm(path, { force: true })
    } catch (error) {
      throw storageError(error, 'remove', path)
    }
  }

  async sweep(): Promise<void> {
    const names = await readdir(this.#directory).catch(() => [])
    // Another part each time: names are hashes, so every ticket has its turn.
    const from = Math.floor(Math.random() * names.length)
    const part = [...names.slice(from), ...names.slice(0, from)].slice(0, mostSwept)
    for (const name of part) {
      const path = join(this.#directory, name)
      if (await this.#isOutlived(path)) await rm(path, { force: true }).catch(() => {})
    }
  }

  #keep(id: string, by: string): undefined {
    this.#taken.set(id, by)
  }

  async #isOutlived(path: string): Promise<boolean> {
    const now = this.#clock.now()
    const until = (await this.#read(path).catch(() => undefined))?.needed_until
    if (until !== undefined) return now > Date.parse(until) + graceMs
    const found = await stat(path).catch(() => undefined)
    return found !== undefined && now > found.mtimeMs + longestLifeMs
  }

  #step(state: TicketStep['state'], by: string | undefined): TicketStep {
    const at = new Date(this.#clock.now()).toISOString()
    return { at, pid: process.pid, host: hostname(), state, ...(by !== undefined && { by }) }
  }

  async #read(path: string): Promise<TicketStep | undefined> {
    const text = await readPrivateFile(path)
    return text === undefined ? undefined : readTicketLog(text)
  }

  #asTicket(step: TicketStep): RedeemTicket {
    const { pid, state } = step
    const at = Date.parse(step.at)
    if (state === 'redeemed' || state === 'unknown') return { at, pid, outcome: state }
    if (this.#mayGoOn(step)) return { at, pid, outcome: 'in-flight' }
    return state === 'held' ? { at, pid, outcome: 'redeemed', isLost: true } : { at, pid, outcome: 'unknown' }
  }

  /** A file that was withdrawn meanwhile, or is not whole, as only a file system without hard links can leave it. */
  async #unreadable(path: string): Promise<RedeemTicket> {
    // Its owner may be about to send. The time of a file is of the real clock.
    const found = await stat(path).catch(() => undefined)
    if (found === undefined) return { at: this.#clock.now(), pid: 0, outcome: 'in-flight' }
    return { at: found.mtimeMs, pid: 0, outcome: Date.now() - found.mtimeMs < flightMs ? 'in-flight' : 'unknown' }
  }

  /** Of a process on another host (a container with the same home) only its age can tell. */
  #mayGoOn({ at, pid, host }: TicketStep): boolean {
    const isYoung = Math.abs(this.#clock.now() - Date.parse(at)) < flightMs
    return isYoung && (host !== hostname() || isAlive(pid))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}
