import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Clock } from '../plugin/clock.js'
import { createPrivateFile, ensurePrivateDirectory, readPrivateFile, writePrivateFile } from './private-file.js'
import type { RedeemTicket, RedeemTickets } from './redeem-tickets.js'
import { errnoOf, storageError } from './storage-error.js'

const content = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  pid: v.number(),
  host: v.string(),
  state: v.picklist(['sent', 'held', 'redeemed', 'unknown']),
  /** When the refresh token ends, if that is known. */
  needed_until: v.exactOptional(v.pipe(v.string(), v.isoTimestamp())),
})
const ticketFile = v.pipe(v.string(), v.parseJson(), content)
type Content = v.InferOutput<typeof content>

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

  constructor(stateDirectory: string, clock: Clock) {
    this.#directory = join(stateDirectory, 'redeemed')
    this.#clock = clock
  }

  async take(id: string, neededUntil?: number): Promise<RedeemTicket | undefined> {
    await ensurePrivateDirectory(this.#directory)
    const path = join(this.#directory, id)
    const created = await createPrivateFile(path, this.#content('sent', neededUntil))
    return created ? undefined : this.#read(path)
  }

  async settle(id: string, outcome: 'redeemed' | 'unknown' | 'held'): Promise<void> {
    const path = join(this.#directory, id)
    const neededUntil = await this.#neededUntil(path)
    await writePrivateFile(path, this.#content(outcome, neededUntil))
  }

  async withdraw(id: string): Promise<void> {
    const path = join(this.#directory, id)
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

  async #isOutlived(path: string): Promise<boolean> {
    const now = this.#clock.now()
    const neededUntil = await this.#neededUntil(path)
    if (neededUntil !== undefined) return now > neededUntil + graceMs
    const found = await stat(path).catch(() => undefined)
    return found !== undefined && now > found.mtimeMs + longestLifeMs
  }

  async #neededUntil(path: string): Promise<number | undefined> {
    const text = await readPrivateFile(path).catch(() => undefined)
    const parsed = v.safeParse(ticketFile, text)
    const until = parsed.success ? parsed.output.needed_until : undefined
    return until === undefined ? undefined : Date.parse(until)
  }

  #content(state: Content['state'], neededUntil: number | undefined): string {
    const at = new Date(this.#clock.now()).toISOString()
    const until = neededUntil === undefined ? {} : { needed_until: new Date(neededUntil).toISOString() }
    return `${JSON.stringify({ at, pid: process.pid, host: hostname(), state, ...until } satisfies Content)}\n`
  }

  async #read(path: string): Promise<RedeemTicket | undefined> {
    const text = await readPrivateFile(path)
    // Withdrawn meanwhile: the caller asks again.
    if (text === undefined) return { at: this.#clock.now(), pid: 0, outcome: 'in-flight' }
    const parsed = v.safeParse(ticketFile, text)
    if (parsed.success) {
      const { pid, host, state } = parsed.output
      const at = Date.parse(parsed.output.at)
      if (state === 'redeemed' || state === 'unknown') return { at, pid, outcome: state }
      return { at, pid, outcome: this.#isYoung(at) && mayLive(pid, host) ? 'in-flight' : 'unknown' }
    }
    // Not whole, as only a file system without hard links can leave it: its owner may be about to send. The time of a file
    // is of the real clock.
    const { mtimeMs } = await stat(path)
    return { at: mtimeMs, pid: 0, outcome: Date.now() - mtimeMs < flightMs ? 'in-flight' : 'unknown' }
  }

  #isYoung(at: number): boolean {
    return Math.abs(this.#clock.now() - at) < flightMs
  }
}

/** Of a process on another host (a container with the same home) only its age can tell. */
function mayLive(pid: number, host: string): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}
