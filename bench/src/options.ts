import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** Parts of the names of rows, in small letters; empty: all of them. */
  readonly rows: readonly string[]
  readonly rounds: number
  readonly seconds: number
  readonly list: boolean
  readonly quick: boolean
  readonly writeDocs: boolean
  /** Where the report is written. Absent: `bench/results/`. */
  readonly json?: string
}

export const usage = `npm run bench -- [options]
  --rows <part of a name>  only rows that have it in their name; may be given several times
  --rounds <number>        rounds of each row, unless it has a number of its own (default 5)
  --seconds <number>       length of one measurement (default 2)
  --quick                  one round of a second: whether it works; nothing is judged
  --list                   the names of the rows
  --json <path>            where the report with all raw figures goes (default bench/results/latest.json)
  --write-docs             puts the table into docs/performance.md`

/** What a person typed is wrong. */
export class OptionsError extends Error {}

/** @throws OptionsError for an option that does not exist, and for a number that is none */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parse(args)
  const { rounds = '5', seconds = '2', json } = values
  const counted = positive('rounds', rounds)
  if (!Number.isInteger(counted)) throw new OptionsError(`--rounds ${rounds} is no whole number.`)
  return {
    rows: (values.rows ?? []).map((part) => part.toLowerCase()),
    rounds: counted,
    seconds: positive('seconds', seconds),
    list: values.list ?? false,
    quick: values.quick ?? false,
    writeDocs: values['write-docs'] ?? false,
    ...(json !== undefined && { json }),
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    rows: { type: 'string', multiple: true },
    rounds: text,
    seconds: text,
    json: text,
    quick: flag,
    list: flag,
    'write-docs': flag,
  } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new OptionsError(error instanceof Error ? error.message : String(error))
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new OptionsError(`--${name} ${text} is no number above 0.`)
  return value
}
