// The program under load for a long time: everything that could fail does, and nothing may be lost or left over.
import { applyLoad } from './apply-load.ts'
import { checkLogins } from './checks/check-logins.ts'
import { checkShutdown } from './checks/check-shutdown.ts'
import { Problems } from './checks/problems.ts'
import { checkKept, compareRest, measureRest } from './checks/rest.ts'
import { createLoad } from './load/create-load.ts'
import { Random } from './random.ts'
import { startAuthorizationServer } from './servers/start-authorization-server.ts'
import { startProvider } from './servers/start-provider.ts'
import { openProxy, type Proxy } from './servers/start-proxy.ts'
import { providerNames } from './soak.ts'
import { formOf } from './soak-form.ts'
import type { SoakOptions } from './soak-options.ts'
import type { SoakResult } from './soak-result.ts'

export async function runSoak(options: SoakOptions, say: (line: string) => void = () => {}): Promise<SoakResult> {
  const { minutes, refreshes, seed, accounts: count } = options
  const form = formOf(options)
  const problems = new Problems()
  const accounts: [string, ...string[]] = ['a1', ...Array.from({ length: count - 1 }, (_, index) => `a${index + 2}`)]
  const secondsBetweenRefreshes = (minutes * 60 * accounts.length * providerNames.length) / refreshes
  // Renewed when a fifth of it is left, unless that fails.
  const lifetimeSeconds = Math.max(2, Math.floor(secondsBetweenRefreshes * 0.95))
  await using server = await startAuthorizationServer(new Random(seed + 1), {
    lifetimeSeconds,
    shareOfFaults: form.shareOfFaults.refreshes,
  })
  const watching = { logins: server, problems, longestWayMs: form.longestWayMs }
  await using claude = await startProvider({ name: 'claude', ...watching })
  await using huggingface = await startProvider({ name: 'huggingface', ...watching })
  await using proxy = await openProxy({
    authorizationServer: server.origin,
    providers: { claude: claude.origin, huggingface: huggingface.origin },
    longestSilenceSeconds: form.longestSilenceSeconds,
  })

  say(`${accounts.length * providerNames.length} sign-ins; access tokens live ${lifetimeSeconds} s`)
  await signInAll(proxy, accounts)
  const served = await proxy.serve()
  const load = createLoad({
    origin: served.origin,
    seed,
    accounts,
    find: server.find,
    problems,
    hasSilences: form.hasSilences,
    shareOfFaults: form.shareOfFaults.requests,
  })
  const providers = [claude, huggingface]
  const soak = { options, form, accounts, problems, server, providers, proxy, served, load, say }

  const rest = await measureRest(soak)
  const { heapBytes: heapBefore } = await served.readMemory()
  const pressure = await applyLoad(soak)
  await checkKept(soak)
  await checkLogins(soak)
  await compareRest(soak, rest)
  const { heapBytes: heapAfterwards } = await served.readMemory()
  const stoppedInMs = await checkShutdown(soak)
  if (/fake-(?:access|refresh)-token/.test(proxy.printed)) problems.add('token in the output', 'of a process')
  return {
    ...pressure,
    problems,
    heapAtRest: { before: heapBefore, afterwards: heapAfterwards },
    stoppedInMs,
    endings: load.endings,
    providerFaults: merged([claude.faults, huggingface.faults]),
    tokenFaults: server.faults.counts,
    replays: claude.replays + huggingface.replays,
  }
}

/** Two at a time: each is a process. */
async function signInAll(proxy: Proxy, accounts: readonly string[]): Promise<void> {
  await Promise.all(
    providerNames.map(async (provider) => {
      for (const account of accounts) await proxy.signIn(provider, account)
    }),
  )
}

function merged(maps: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const map of maps) for (const [name, count] of map) sums.set(name, (sums.get(name) ?? 0) + count)
  return sums
}
