import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HeapSample } from './checks/heap-trend.ts'
import { refreshElsewhere } from './load/refresh-elsewhere.ts'
import { Random } from './random.ts'
import type { Soak } from './soak.ts'
import type { SoakResult } from './soak-result.ts'

type Pressure = Pick<
  SoakResult,
  'requests' | 'refreshes' | 'minutes' | 'heap' | 'residentBytes' | 'stallsMs' | 'elsewhere'
>

/** A little faster than needed, so that the counts are reached in time. */
const haste = 1.05
const samplesOfHeap = 100
const shortestSampleMs = 1000
const minuteMs = 60_000

/** For the time that was asked for, longer where the counts are not reached by then. */
export async function applyLoad(soak: Soak): Promise<Pressure> {
  const { options, form, server, load, proxy, accounts, problems } = soak
  const lengthMs = options.minutes * minuteMs
  const limitMs = lengthMs * form.patience
  const countsOf = () => ({ requests: load.done, refreshes: sumOf(server.logins.map(({ rotations }) => rotations)) })
  const before = countsOf()
  const startedAt = performance.now()
  const progress = (): Progress => {
    const { requests, refreshes } = countsOf()
    return {
      elapsedMs: performance.now() - startedAt,
      requests: requests - before.requests,
      refreshes: refreshes - before.refreshes,
    }
  }
  const isOver = (): boolean => {
    const { elapsedMs, requests, refreshes } = progress()
    const isEnough = requests >= options.requests && refreshes >= options.refreshes
    return elapsedMs >= lengthMs && (isEnough || elapsedMs >= limitMs)
  }

  server.faults.turn('on')
  const random = new Random(options.seed + 2)
  const refreshing = refreshElsewhere({ proxy, server, accounts, problems, random, isOver })
  const loading = load.run((options.requests / lengthMs) * 1000 * haste, isOver)
  const memory = await watchMemory(soak, progress, isOver)
  // What is still under way has its end, but is not counted.
  const { elapsedMs, requests, refreshes } = progress()
  const [elsewhere] = await Promise.all([refreshing, loading])
  server.faults.turn('off')
  const minutes = elapsedMs / minuteMs
  if (requests < options.requests || refreshes < options.refreshes)
    problems.add(
      'this machine was too slow',
      `${requests} requests and ${refreshes} refreshes in ${minutes.toFixed(1)} minutes`,
    )
  const heap = memory.samples.map(({ at, bytes }) => ({ at: at / elapsedMs, bytes }))
  return {
    requests,
    refreshes,
    minutes,
    heap,
    residentBytes: memory.residentBytes,
    stallsMs: memory.stallsMs,
    elsewhere,
  }
}

interface Progress {
  readonly elapsedMs: number
  readonly requests: number
  readonly refreshes: number
}

/** Looks until it is over, and says every minute how it goes. @returns samples with their time in ms */
async function watchMemory(
  { options, served, problems, say }: Soak,
  progress: () => Progress,
  isOver: () => boolean,
): Promise<Pick<SoakResult, 'residentBytes' | 'stallsMs'> & { readonly samples: readonly HeapSample[] }> {
  const pauseMs = Math.max(shortestSampleMs, (options.minutes * minuteMs) / samplesOfHeap)
  const samples: HeapSample[] = []
  const delays = monitorEventLoopDelay()
  delays.enable()
  let residentBytes = 0
  let proxyStallMs = 0
  let nextLineAt = minuteMs
  while (!isOver()) {
    const memory = await served.readMemory()
    residentBytes = Math.max(residentBytes, memory.residentBytes)
    proxyStallMs = Math.max(proxyStallMs, memory.stallMs)
    const { elapsedMs, requests, refreshes } = progress()
    samples.push({ at: elapsedMs, bytes: memory.heapBytes })
    if (elapsedMs >= nextLineAt) {
      nextLineAt += minuteMs
      const state = problems.isEmpty ? 'no problem' : problems.lines.join('\n')
      const megabytes = (memory.heapBytes / 1e6).toFixed(1)
      say(
        `${Math.round(elapsedMs / minuteMs)} min · ${requests} requests · ${refreshes} refreshes · ` +
          `heap ${megabytes} MB · ${state}`,
      )
    }
    for (const until = performance.now() + pauseMs; performance.now() < until && !isOver(); ) await sleep(50)
  }
  delays.disable()
  return { samples, residentBytes, stallsMs: { proxy: proxyStallMs, here: Math.round(delays.max / 1e6) } }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)
