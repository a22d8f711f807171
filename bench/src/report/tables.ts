// What people read of a run: the bars, and the figures behind them.
import type { Judgement } from '../judge/judge.ts'
import { median } from '../judge/median.ts'
import type { RowResult } from '../measure-row.ts'
import type { Sample } from '../row.ts'
import { formatFigure } from './format-figure.ts'
import { textTable } from './text-table.ts'

/** Every bar with what was measured. */
export function barTable(rows: readonly RowResult[]): string {
  const lines = rows.flatMap(({ name, judgements }) =>
    judgements.map((judgement) => [
      name,
      judgement.what,
      measuredOf(judgement),
      barOf(judgement),
      cpuOf(judgement),
      judgement.verdict,
    ]),
  )
  return textTable(['row', 'compared', 'measured', 'bar', 'CPU', 'verdict'], lines, 2)
}

/** The median of each figure of a row. */
export function figureTable({ unit, subjects }: RowResult): string {
  const columns: readonly (readonly [string, keyof Sample])[] = [
    [unit, 'value'],
    ['p50 ms', 'p50Ms'],
    ['p99 ms', 'p99Ms'],
    ['worst ms', 'worstMs'],
    ['CPU µs/request', 'cpuMicroseconds'],
  ]
  const present = columns.filter(([, metric]) => subjects.some(({ samples }) => samples[0]?.[metric] !== undefined))
  const lines = subjects.map(({ name, samples }) => [
    name,
    ...present.map(([, metric]) => formatFigure(median(samples.map((sample) => sample[metric] ?? Number.NaN)))),
  ])
  return textTable(['', ...present.map(([title]) => title)], lines)
}

const measuredOf = ({ measured, unit }: Judgement): string => withUnit(measured, unit)
const barOf = ({ direction, limit, unit }: Judgement): string =>
  `${direction === 'at least' ? '≥' : '≤'} ${withUnit(limit, unit)}`

const cpuOf = ({ cpuRatio }: Judgement): string => (cpuRatio === undefined ? '' : withUnit(cpuRatio, '×'))

function withUnit(value: number, unit: string): string {
  return unit === '×' ? `${formatFigure(value)}×` : `${formatFigure(value)} ${unit}`
}
