// Refreshes that are killed at a random instant. What is left must be a usable login, or a loss that is named.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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

/** @param spreadMs kills fall between 0 and this after the start of the refresh */
export async function runKillLoop(
  login: SharedLogin,
  rounds: number,
  spreadMs: number,
  onRound: (round: number) => void = () => {},
): Promise<KillLoopResult> {
  const losses: string[] = []
  let usable = 0
  let interrupted = 0
  let unparseable = 0
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round)
    const order = { shiftMs: login.clock.shiftMs + 2 * lifetimeMs, callers: 1 }
    login.clock.shiftMs = order.shiftMs
    const [victim, heir] = await Promise.all([startMember(login.options), startMember(login.options)])
    const { refreshes } = login.sandbox.stats()
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

    await heir.begin(order)
    const outcome = await heir.outcome()
    await heir.kill('SIGKILL')
    if (outcome.kind === 'tokens') usable += 1
    else {
      const rotated = login.sandbox.stats().refreshes > refreshes
      const said = outcome.kind === 'failed' ? `${outcome.code}: ${outcome.message}` : outcome.kind
      losses.push(rotated ? said : `although the server had not rotated: ${said}`)
      await login.signIn()
    }
  }
  const named = losses.filter((loss) => naming.test(loss))
  const unnamed = losses.filter((loss) => !naming.test(loss))
  return { rounds, interrupted, usable, named, unnamed, unparseable }
}
