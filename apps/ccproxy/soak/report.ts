import { type HeapTrend, heapByTenths, heapTrend } from './checks/heap-trend.ts'
import type { SoakOptions } from './soak-options.ts'
import type { SoakResult } from './soak-result.ts'

/** A heap that moves by more than this is not flat. */
const flat = 0.05

/** @returns why the soak failed, one line each; none: it passed */
export function reasonsOf(
  { heap, problems, refreshes }: SoakResult,
  { behaviourOnly }: SoakOptions,
): readonly string[] {
  if (refreshes === 0) return [...problems.lines, 'no login was refreshed']
  if (behaviourOnly === true) return problems.lines
  const trend = heapTrend(heap)
  if (trend === undefined) return [...problems.lines, 'too short to see how the heap changes']
  if (Math.abs(trend.change) <= flat) return problems.lines
  return [...problems.lines, `the heap changed by ${percent(trend.change)}`]
}

export function summary(result: SoakResult, options: SoakOptions): string {
  const { requests, refreshes, minutes } = result
  const perMinute = (count: number): string => `${Math.round(count / minutes)} a minute`
  const rows: readonly (readonly [string, string])[] = [
    ['seed', String(options.seed)],
    ['time under load', `${minutes.toFixed(1)} minutes`],
    ['requests', `${requests} of ${options.requests}, ${perMinute(requests)}`],
    [
      'refreshes',
      `${refreshes} of ${options.refreshes}, ${perMinute(refreshes)}, ${result.elsewhere} by other processes`,
    ],
    ['replays after a 401', String(result.replays)],
    ['heap after gc', heapWords(heapTrend(result.heap))],
    [
      'heap by tenths',
      heapByTenths(result.heap)
        .map((bytes) => ((bytes ?? 0) / 1e6).toFixed(1))
        .join(' '),
    ],
    [
      'heap at rest',
      `${megabytes(result.heapAtRest.before)} before, ${megabytes(result.heapAtRest.afterwards)} afterwards`,
    ],
    ['resident, at most', megabytes(result.residentBytes)],
    ['longest stall', `${result.stallsMs.proxy} ms of the proxy, ${result.stallsMs.here} ms of this process`],
    ['stopped after SIGTERM in', `${(result.stoppedInMs / 1000).toFixed(1)} s`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    counted('endings', result.endings),
    counted('faults of providers', result.providerFaults),
    counted('faults of the token endpoint', result.tokenFaults),
  ].join('\n')
}

function heapWords(trend: HeapTrend | undefined): string {
  if (trend === undefined) return 'not enough samples'
  return `${megabytes(trend.early)} → ${megabytes(trend.late)} (${percent(trend.change)}; bar ± ${flat * 100} %)`
}

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function counted(title: string, counts: ReadonlyMap<string, number>): string {
  const lines = [...counts].toSorted(([, one], [, other]) => other - one)
  return [`\n${title}`, ...lines.map(([name, count]) => `${String(count).padStart(9)}  ${name}`)].join('\n')
}
