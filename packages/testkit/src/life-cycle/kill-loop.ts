// Refreshes that are killed at a random instant. What is left must be a usable login, or a loss that is named.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { redeemTicketId } from '@ccproxy/core'
import { startMember } from './member-process.js'
import type { SharedLogin } from './shared-login.js'

export interface KillLoopResult {
  readonly rounds: number
  /** The kill came before the refresh had ended. */
  readonly interrupted: number
  readonly usable: number
  /** Losses, each as the credential names it: the kill fell between redeem and write. */
  readonly named: readonly string[]
  /** What must not be: losses that nobody can explain, or of a token that was never rotated. */
  readonly unnamed: readonly string[]
  /** What must not be: losses whose request never reached the authorization server. */
  readonly unsent: readonly string[]
  /** Interrupted refreshes whose outcome is unknown although no request arrived: the kill fell into the request itself. */
  readonly doubted: number
  /** What must not be: rounds after which the file was not JSON. */
  readonly unparseable: number
}

const lifetimeMs = 3_600_000
const naming = /^CCPROXY_CREDENTIAL_NEEDS_LOGIN: .*a refresh by process \d+ was interrupted at \d{4}-/

async function isParseable({ options }: SharedLogin): Promise<boolean> {
  try {
    JSON.parse(await readFile(join(options.directory, 'credentials', 'acme', 'default.json'), 'utf8'))
    return true
  } catch {
    return false
  }
}

/** @returns reads the ticket of the refresh token that is in storage now */
async function ticketOf({ options }: SharedLogin): Promise<() => Promise<string | undefined>> {
  const file = join(options.directory, 'credentials', 'acme', 'default.json')
  const { refresh_token: refreshToken }: { readonly refresh_token: string } = JSON.parse(await readFile(file, 'utf8'))
  const path = join(options.stateDirectory, 'redeemed', redeemTicketId(refreshToken))
  return () => readFile(path, 'utf8').catch(() => undefined)
}

/** @param spreadMs kills fall between 0 and this after the start of the refresh */
export async function runKillLoop(
  login: SharedLogin,
  rounds: number,
  spreadMs: number,
  onRound: (round: number) => void = () => {},
): Promise<KillLoopResult> {
  const losses: string[] = []
  const unsent: string[] = []
  let doubted = 0
  let usable = 0
  let interrupted = 0
  let unparseable = 0
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round)
    const order = { shiftMs: login.clock.shiftMs + 2 * lifetimeMs, callers: 1 }
    login.clock.shiftMs = order.shiftMs
    const [victim, heir] = await Promise.all([startMember(login.options), startMember(login.options)])
    const { refreshes } = login.sandbox.stats()
    const arrived = login.arrived()
    const ticket = await ticketOf(login)
    await victim.begin(order)
    let done = false
    victim.outcome().then(
      () => (done = true),
      () => {},
    )
    await sleep(Math.random() * spreadMs)
    await victim.kill('SIGKILL')
    if (!done) interrupted += 1
    if (!(await isParseable(login))) unparseable += 1
    const isUnsent = login.arrived() === arrived
    if (isUnsent && (await ticket())?.includes('"sent"') === true) doubted += 1

    await heir.begin(order)
    const outcome = await heir.outcome()
    await heir.kill('SIGKILL')
    if (outcome.kind === 'tokens') usable += 1
    else {
      const rotated = login.sandbox.stats().refreshes > refreshes
      const said = outcome.kind === 'failed' ? `${outcome.code}: ${outcome.message}` : outcome.kind
      if (isUnsent) unsent.push(said)
      losses.push(rotated ? said : `although the server had not rotated: ${said}`)
      await login.signIn()
    }
  }
  const named = losses.filter((loss) => naming.test(loss))
  const unnamed = losses.filter((loss) => !naming.test(loss))
  return { rounds, interrupted, usable, named, unnamed, unsent, doubted, unparseable }
}
