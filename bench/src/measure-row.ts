import { type Judgement, judge } from './judge/judge.ts'
import { type Row, type Sample, type Subject, Unavailable } from './row.ts'
import { RowWorld } from './row-world.ts'

export interface MeasureOptions {
  readonly rounds: number
  readonly seconds: number
  /** One short round of everything, to see that it works; nothing is judged. */
  readonly quick: boolean
}

export interface RowResult {
  readonly name: string
  readonly meaning: string
  readonly unit: string
  /** In the order of the row, each with what the rounds gave. */
  readonly subjects: readonly { readonly name: string; readonly samples: readonly Sample[] }[]
  readonly judgements: readonly Judgement[]
  /** Each with the reason. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[]
  /** What went wrong, if something did: then there are no figures. */
  readonly failure?: string
}

/** A proxy that fails has missed its bars. */
export async function measureOrFail(row: Row, options: MeasureOptions): Promise<RowResult> {
  try {
    return await measureRow(row, options)
  } catch (error) {
    const { name, meaning, unit, bars } = row
    const judged = bars.map((bar) => judge(bar, new Map(), { unit, judged: !options.quick }))
    const judgements = judged.map((judgement) => ({ ...judgement, verdict: 'MISSED' as const }))
    const failure = error instanceof Error ? error.message : String(error)
    return { name, meaning, unit, subjects: [], judgements, leftOut: [], failure }
  }
}

/** Measures the subjects of a row in turns, A B A B, so that what else the machine does hits all of them. */
async function measureRow(row: Row, { rounds, seconds, quick }: MeasureOptions): Promise<RowResult> {
  const wanted = quick ? 1 : (row.rounds ?? rounds)
  const worlds = row.startsAnew === true ? wanted : 1
  const measured: Measured = { samples: new Map(), leftOut: new Map() }
  for (let world = 0; world < worlds; world += 1)
    await measureInWorld(row, wanted / worlds, { seconds, quick }, measured)
  const { samples, leftOut } = measured
  return {
    name: row.name,
    meaning: row.meaning,
    unit: row.unit,
    subjects: [...samples].map(([name, taken]) => ({ name, samples: taken })),
    judgements: row.bars.map((bar) => judge(bar, samples, { unit: row.unit, judged: !quick })),
    leftOut: [...leftOut].map(([name, reason]) => ({ name, reason })),
  }
}

interface Measured {
  readonly samples: Map<string, Sample[]>
  readonly leftOut: Map<string, string>
}

/** Starts every server of the row, measures so many rounds, and ends them. */
async function measureInWorld(
  row: Row,
  rounds: number,
  { seconds, quick }: Pick<MeasureOptions, 'seconds' | 'quick'>,
  { samples, leftOut }: Measured,
): Promise<void> {
  await using world = new RowWorld()
  const subjects = new Map<string, Subject>()
  for (const definition of row.subjects) {
    const { name } = definition
    try {
      subjects.set(name, await definition.start(world))
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      leftOut.set(name, error.message)
    }
  }
  for (const subject of subjects.values()) if (!quick) await subject.warmUp?.()
  for (let round = 0; round < rounds; round += 1)
    for (const [name, subject] of subjects) {
      const taken = samples.get(name) ?? []
      samples.set(name, taken)
      taken.push(await subject.sample(quick ? 1 : seconds))
    }
}
