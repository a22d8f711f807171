// The program under load for a long time: everything that could fail does, and nothing may be lost or left over.
import { setTimeout as sleep } from 'node:timers/promises'
import { measureRest, type Rest, whatIsLeft } from './checks/at-rest.ts'
import type { HeapSample } from './checks/heap-trend.ts'
import { Problems } from './checks/problems.ts'
import { createLoad, type Load } from './load/create-load.ts'
import { refreshElsewhere } from './load/refresh-elsewhere.ts'
import { Random } from './random.ts'
import type { ProviderName } from './servers/login.ts'
import { type AuthorizationServer, startAuthorizationServer } from './servers/start-authorization-server.ts'
import { type Provider, startProvider } from './servers/start-provider.ts'
import { openProxy, type Proxy, type Served } from './servers/start-proxy.ts'
import { formOf } from './soak-form.ts'
import type { SoakOptions } from './soak-options.ts'
import type { SoakResult } from './soak-result.ts'

const providerNames = ['claude', 'huggingface'] as const satisfies readonly ProviderName[]
/** A little faster than needed, so that the counts are reached in time. */
const haste = 1.05
const samplesOfHeap = 100
const shortestSampleMs = 1000
/** For a login whose refresh just failed: its back-off has to end. */
const returnMs = 60_000
const restMs = 30_000
const drainMs = 30_000

/** What one soak works with. */
interface Soak {
  readonly options: SoakOptions
  readonly accounts: readonly [string, ...string[]]
  readonly problems: Problems
  readonly server: AuthorizationServer
  readonly providers: readonly Provider[]
  readonly proxy: Proxy
  readonly served: Served
  readonly load: Load
  readonly say: (line: string) => void
}

export async function runSoak(options: SoakOptions, say: (line: string) => void = () => {}): Promise<SoakResult> {
  const { minutes, refreshes, seed, accounts: count } = options
  const { hasSilences, longestSilenceSeconds, longestWayMs } = formOf(options)
  const problems = new Problems()
  const accounts: [string, ...string[]] = ['a1', ...Array.from({ length: count - 1 }, (_, index) => `a${index + 2}`)]
  const secondsBetweenRefreshes = (minutes * 60 * accounts.length * providerNames.length) / refreshes
  // Renewed when a fifth of it is left, less a jitter.
  const lifetimeSeconds = Math.max(2, Math.round(secondsBetweenRefreshes * 1.1))
  await using server = await startAuthorizationServer(new Random(seed + 1), { lifetimeSeconds })
  const watching = { logins: server, problems, longestWayMs }
  await using claude = await startProvider({ name: 'claude', ...watching })
  await using huggingface = await startProvider({ name: 'huggingface', ...watching })
  const origins = { claude: claude.origin, huggingface: huggingface.origin }
  await using proxy = await openProxy({ authorizationServer: server.origin, providers: origins, longestSilenceSeconds })

  say(`${accounts.length * providerNames.length} sign-ins; access tokens live ${lifetimeSeconds} s`)
  await signInAll(proxy, accounts)
  const served = await proxy.serve()
  const load = createLoad({ origin: served.origin, seed, accounts, find: server.find, problems, hasSilences })
  const soak = { options, accounts, problems, server, providers: [claude, huggingface], proxy, served, load, say }

  const rest = await restOf(soak)
  const pressure = await applyLoad(soak)
  await checkLogins(soak)
  await checkRest(soak, rest)
  const stoppedInMs = await checkShutdown(soak)
  if (/fake-(?:access|refresh)-token/.test(proxy.printed)) problems.add('token in the output', 'of a process')
  return {
    ...pressure,
    problems,
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

/** Once everything that is loaded when it is needed has been loaded. */
async function restOf({ accounts, load, served }: Soak): Promise<Rest> {
  for (const provider of [...providerNames, undefined])
    for (const isStream of [true, false])
      for (const dialect of ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const)
        await load.ask({ account: accounts[0], provider, isStream, dialect })
  load.hangUp()
  // Connections to providers outlive their requests for some seconds.
  await sleep(1000)
  return measureRest(served.readVitals, 4)
}

type Pressure = Pick<SoakResult, 'requests' | 'refreshes' | 'minutes' | 'heap' | 'residentBytes' | 'elsewhere'>

async function applyLoad(soak: Soak): Promise<Pressure> {
  const { options, server, load, served, problems, proxy, accounts, say } = soak
  const lengthMs = options.minutes * 60_000
  const limitMs = lengthMs * formOf(options).patience
  const doneBefore = load.done
  const refreshesBefore = rotationsOf(server)
  const startedAt = performance.now()
  const elapsed = (): number => performance.now() - startedAt
  const counts = () => ({ requests: load.done - doneBefore, refreshes: rotationsOf(server) - refreshesBefore })
  const isEnough = (): boolean => {
    const { requests, refreshes } = counts()
    return requests >= options.requests && refreshes >= options.refreshes
  }
  const isOver = (): boolean => elapsed() >= lengthMs && (isEnough() || elapsed() >= limitMs)

  server.faults.turn('on')
  const samples: HeapSample[] = []
  let residentBytes = 0
  const sampling = (async () => {
    const everyMs = Math.max(shortestSampleMs, lengthMs / samplesOfHeap)
    for (let line = 1; !isOver(); await sleep(Math.min(everyMs, Math.max(0, lengthMs - elapsed())) || everyMs)) {
      const memory = await served.readMemory()
      residentBytes = Math.max(residentBytes, memory.residentBytes)
      samples.push({ at: elapsed(), bytes: memory.heapBytes })
      if (elapsed() < line * 60_000) continue
      line += 1
      const { requests, refreshes } = counts()
      const megabytes = (memory.heapBytes / 1e6).toFixed(1)
      const state = problems.isEmpty ? 'no problem' : problems.lines.join('\n')
      say(
        `${Math.round(elapsed() / 60_000)} min · ${requests} requests · ${refreshes} refreshes · heap ${megabytes} MB · ${state}`,
      )
    }
  })()
  const refreshing = refreshElsewhere({
    proxy,
    server,
    accounts,
    problems,
    random: new Random(options.seed + 2),
    isOver,
  })
  const loading = load.run((options.requests / lengthMs) * 1000 * haste, isOver)
  await sampling
  const minutes = elapsed() / 60_000
  const { requests, refreshes } = counts()
  await loading
  const elsewhere = await refreshing
  server.faults.turn('off')
  if (!isEnough() && options.behaviourOnly !== true)
    problems.add(
      'this machine was too slow',
      `${requests} requests and ${refreshes} refreshes in ${minutes.toFixed(1)} minutes`,
    )
  const heap = samples.map(({ at, bytes }) => ({ at: at / (minutes * 60_000), bytes }))
  return { requests, refreshes, minutes, heap, residentBytes, elsewhere }
}

/** A login that was lost would stay lost: everybody is asked, more than once only while a back-off lasts. */
async function checkLogins({ accounts, server, load, served, problems }: Soak): Promise<void> {
  const deadline = performance.now() + returnMs
  await Promise.all(
    server.logins.map(async ({ provider, account, name }) => {
      while (!(await load.ask({ account, provider }))) {
        if (performance.now() > deadline) return problems.add('lost login', name)
        await sleep(1000)
      }
    }),
  )
  for (const { name, isRevoked } of server.logins)
    if (isRevoked) problems.add('refresh token that was sent twice', name)
  const shown = await served.logins()
  for (const { provider, account, state } of shown)
    if (state !== 'valid' && state !== 'expiring' && state !== 'expired')
      problems.add('lost login', `${provider}/${account} is shown as ${state}`)
  const signedIn = accounts.length * providerNames.length
  if (shown.length !== signedIn) problems.add('lost login', `${shown.length} of ${signedIn} are shown`)
}

async function checkRest({ load, server, served, providers, problems }: Soak, rest: Rest): Promise<void> {
  load.hangUp()
  // From here on nothing is due.
  server.setLifetime(3600)
  const deadline = performance.now() + returnMs
  while (server.logins.some(({ endsAt }) => endsAt < Date.now() + returnMs) && performance.now() < deadline)
    await sleep(100)
  for (const line of await whatIsLeft(served.readVitals, rest, restMs)) problems.add('left open', line)
  for (const { busy } of providers)
    if (busy > 0) problems.add('left open', `${busy} requests at a provider whose clients have gone`)
}

/** SIGTERM while streams are under way. @returns how long it took */
async function checkShutdown({ served, load, accounts, problems }: Soak): Promise<number> {
  const slow = { isStream: true, pieces: 100, pieceDelayMs: 15 }
  const streams = accounts.slice(0, 4).map((account) => load.ask({ account, provider: 'claude', ...slow }))
  await sleep(500)
  const toldAt = performance.now()
  served.program.signal('SIGTERM')
  const code = await Promise.race([served.program.ended(), sleep(drainMs, 'too slow' as const)])
  if (code !== 0) problems.add('stop', `at SIGTERM it ended with ${code}`)
  // Those that were cut off are problems of their own.
  await Promise.all(streams)
  return performance.now() - toldAt
}

function rotationsOf({ logins }: AuthorizationServer): number {
  return logins.reduce((sum, { rotations }) => sum + rotations, 0)
}

function merged(maps: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const map of maps) for (const [name, count] of map) sums.set(name, (sums.get(name) ?? 0) + count)
  return sums
}
