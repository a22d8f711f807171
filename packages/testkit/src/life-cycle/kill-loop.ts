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
  /** Losses, each as the credential names it. */
  readonly losses: readonly string[]
}

const lifetimeMs = 3_600_000

/** @param spreadMs kills fall between 0 and this after the start of the refresh */
export async function runKillLoop(login: SharedLogin, rounds: number, spreadMs: number): Promise<KillLoopResult> {
  const losses: string[] = []
  let usable = 0
  let interrupted = 0
  for (let round = 1; round <= rounds; round += 1) {
    const order = { shiftMs: login.clock.shiftMs + 2 * lifetimeMs, callers: 1 }
    login.clock.shiftMs = order.shiftMs
    const [victim, heir] = await Promise.all([startMember(login.options), startMember(login.options)])
    await victim.begin(order)
    let done = false
    victim.outcome().then(
      () => (done = true),
      () => {},
    )
    await sleep(Math.random() * spreadMs)
    await victim.kill('SIGKILL')
    if (!done) interrupted += 1

    await heir.begin(order)
    const outcome = await heir.outcome()
    await heir.kill('SIGKILL')
    JSON.parse(await readFile(join(login.options.directory, 'credentials', 'acme', 'default.json'), 'utf8'))
    if (outcome.kind === 'tokens') usable += 1
    else {
      losses.push(outcome.kind === 'failed' ? `${outcome.code}: ${outcome.message}` : outcome.kind)
      await login.signIn()
    }
  }
  return { rounds, interrupted, usable, losses }
}
