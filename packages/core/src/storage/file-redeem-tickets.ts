import { open, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Clock } from '../plugin/clock.js'
import { ensurePrivateDirectory, readPrivateFile, syncDirectory, writePrivateFile } from './private-file.js'
import type { RedeemTicket, RedeemTickets } from './redeem-tickets.js'
import { errnoOf, storageError } from './storage-error.js'

const content = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  pid: v.number(),
  host: v.string(),
  state: v.picklist(['sent', 'redeemed', 'unknown']),
})
type Content = v.InferOutput<typeof content>

/** Longer than any token call waits for its answer. */
const flightMs = 150_000

/** One file per refresh token, named by its hash, in a directory of the user and the machine. */
export class FileRedeemTickets implements RedeemTickets {
  readonly #directory: string
  readonly #clock: Clock

  constructor(stateDirectory: string, clock: Clock) {
    this.#directory = join(stateDirectory, 'redeemed')
    this.#clock = clock
  }

  async take(id: string): Promise<RedeemTicket | undefined> {
    await ensurePrivateDirectory(this.#directory)
    const path = join(this.#directory, id)
    try {
      await this.#create(path)
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return this.#read(path)
      throw storageError(error, 'create', path)
    }
    return undefined
  }

  async settle(id: string, outcome: 'redeemed' | 'unknown'): Promise<void> {
    await writePrivateFile(join(this.#directory, id), this.#content(outcome))
  }

  async withdraw(id: string): Promise<void> {
    const path = join(this.#directory, id)
    try {
      await rm(path, { force: true })
    } catch (error) {
      throw storageError(error, 'remove', path)
    }
  }

  /** A ticket that is not whole is taken back: nothing was sent, and it must not look as if something were. */
  async #create(path: string): Promise<void> {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(this.#content('sent'))
      await file.sync()
      await syncDirectory(dirname(path))
    } catch (error) {
      await rm(path, { force: true })
      throw error
    } finally {
      await file.close()
    }
  }

  #content(state: Content['state']): string {
    const at = new Date(this.#clock.now()).toISOString()
    return `${JSON.stringify({ at, pid: process.pid, host: hostname(), state } satisfies Content)}\n`
  }

  async #read(path: string): Promise<RedeemTicket | undefined> {
    const text = await readPrivateFile(path)
    // Withdrawn meanwhile: the caller asks again.
    if (text === undefined) return { at: this.#clock.now(), pid: 0, outcome: 'in-flight' }
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), content), text)
    if (parsed.success) {
      const { pid, host, state } = parsed.output
      const at = Date.parse(parsed.output.at)
      if (state !== 'sent') return { at, pid, outcome: state }
      return { at, pid, outcome: this.#isYoung(at) && mayLive(pid, host) ? 'in-flight' : 'unknown' }
    }
    // Created, and not yet written: its owner is at work this moment, or was killed in it.
    const { mtimeMs } = await stat(path)
    return { at: mtimeMs, pid: 0, outcome: this.#clock.now() - mtimeMs < 2000 ? 'in-flight' : 'unknown' }
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
