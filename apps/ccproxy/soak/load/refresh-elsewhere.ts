import { setTimeout as sleep } from 'node:timers/promises'
import type { Problems } from '../checks/problems.ts'
import type { Random } from '../random.ts'
import type { AuthorizationServer } from '../servers/start-authorization-server.ts'
import type { Proxy } from '../servers/start-proxy.ts'

interface RefreshElsewhereOptions {
  readonly proxy: Proxy
  readonly server: AuthorizationServer
  readonly accounts: readonly [string, ...string[]]
  readonly problems: Problems
  readonly random: Random
  readonly isOver: () => boolean
}

/** Between two: each process costs a busy machine a second. */
const longestPauseMs = 20_000

/** `ccproxy auth refresh` at the same storage, now and then, until it is over. @returns how many worked */
export async function refreshElsewhere(options: RefreshElsewhereOptions): Promise<number> {
  const { proxy, server, accounts, problems, random, isOver } = options
  let worked = 0
  while (!isOver()) {
    const provider = random.pick(['claude', 'huggingface'])
    const account = random.pick(accounts)
    const startedAt = Date.now()
    const { code, said } = await proxy.run(['auth', 'refresh', provider, '--account', account])
    if (code === 0) worked += 1
    else if (!server.find(provider, account).hadTroubleSince(startedAt))
      problems.add('auth refresh', `${provider}/${account} ended with ${code}: ${said.slice(0, 200)}`)
    for (const until = performance.now() + random.between(0, longestPauseMs); performance.now() < until && !isOver(); )
      await sleep(100)
  }
  return worked
}
