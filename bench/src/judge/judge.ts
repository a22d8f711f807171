import type { Sample } from '../row.ts'
import type { Bar } from './bar.ts'
import { median } from './median.ts'

type Verdict = 'reached' | 'MISSED' | 'not judged'

export interface Judgement {
  /** What was compared, for people. */
  readonly what: string
  /** NaN (null in JSON): a subject was left out. */
  readonly measured: number
  readonly limit: number
  readonly direction: 'at least' | 'at most'
  /** Of both figures. */
  readonly unit: string
  readonly verdict: Verdict
  /** The same comparison of the CPU time per request, which other programs on the machine disturb least. Absent: not known. */
  readonly cpuRatio?: number
}

/** The samples of each subject by its name, round by round. A subject that was left out is not in it. */
export type Samples = ReadonlyMap<string, readonly Sample[]>

export interface JudgeOptions {
  /** Of the row. */
  readonly unit: string
  /** False: too few rounds to say anything. */
  readonly judged: boolean
}

/** Whether the samples of a row reach one of its bars. A bar that names a subject which was left out is not judged. */
export function judge(bar: Bar, samples: Samples, { unit, judged }: JudgeOptions): Judgement {
  const { metric = 'value' } = bar
  const read = (name: string): readonly number[] =>
    (samples.get(name) ?? []).map((sample) => sample[metric] ?? Number.NaN)
  const measured = median(read(bar.of).map((value, round) => comparedInRound(bar, value, (name) => read(name)[round])))
  const direction = 'atLeast' in bar.limit ? 'at least' : 'at most'
  const limit = limitOf(bar, (name) => median(read(name)))
  const reached = direction === 'at least' ? measured >= limit : measured <= limit
  const cpuRatio = cpuRatioOf(bar, samples)
  const known = !Number.isNaN(measured) && !Number.isNaN(limit)
  return {
    what: describe(bar),
    measured,
    limit,
    direction,
    unit: bar.to === undefined ? (units[metric] ?? unit) : '×',
    verdict: judged && known ? (reached ? 'reached' : 'MISSED') : 'not judged',
    ...(cpuRatio !== undefined && { cpuRatio }),
  }
}

function comparedInRound({ base, to }: Bar, value: number, at: (name: string) => number | undefined): number {
  const ground = base === undefined ? 0 : (at(base) ?? Number.NaN)
  return to === undefined ? value - ground : (value - ground) / ((at(to) ?? Number.NaN) - ground)
}

function limitOf({ limit }: Bar, medianOf: (name: string) => number): number {
  if ('atLeast' in limit) return limit.atLeast
  return 'atMost' in limit ? limit.atMost : limit.factor * medianOf(limit.than) + limit.plus
}

function cpuRatioOf({ of, to }: Bar, samples: Samples): number | undefined {
  const medianOf = (name: string): number =>
    median((samples.get(name) ?? []).map(({ cpuMicroseconds }) => cpuMicroseconds ?? Number.NaN))
  const ratio = to === undefined ? Number.NaN : medianOf(of) / medianOf(to)
  return Number.isFinite(ratio) ? ratio : undefined
}

function describe({ of, to, base, metric = 'value', limit }: Bar): string {
  const compared = to === undefined ? of : `${of} ÷ ${to}`
  const above = base === undefined ? '' : `, added to ${base}`
  const rule = 'than' in limit ? `, by ${limit.factor} × ${limit.than} + ${limit.plus}` : ''
  return compared + above + rule + nouns[metric]
}

const nouns: Readonly<Record<keyof Sample, string>> = {
  value: '',
  p50Ms: ', median time',
  p99Ms: ', 99th percentile of the time',
  worstMs: ', worst time',
  cpuMicroseconds: ', CPU time per request',
}

/** Absent: that of the row. */
const units: Partial<Readonly<Record<keyof Sample, string>>> = {
  p50Ms: 'ms',
  p99Ms: 'ms',
  worstMs: 'ms',
  cpuMicroseconds: 'µs',
}
