import { table } from '../demo/narration.ts'
import type { Journey, Outcome } from './journey.ts'

export interface ReportLine {
  readonly journey: Journey
  readonly version: string
  readonly outcome: Outcome
  /** Where it wanted to go besides, and was not let. */
  readonly refused: readonly string[]
}

const head = ['client', 'version', 'provider', 'by', 'dialect', 'turn', 'tool call', 'seconds', 'result'] as const

/** Everything at a glance, then what the failures printed, then what is not tested at all. */
export function printReport(lines: readonly ReportLine[], skipped: readonly string[]): void {
  if (lines.length > 0) {
    console.log('')
    table([head, ...lines.map(cellsOf)])
  }
  for (const { journey, outcome } of lines) {
    if (outcome.problems.length === 0) continue
    console.log(`\n✗ ${journey.agent.label} → ${journey.provider.id}: ${outcome.problems.join('; ')}`)
    for (const text of [outcome.result.stdout, outcome.result.stderr, ...outcome.warnings])
      if (text.trim() !== '') console.log(excerptOf(text))
  }
  const refused = new Set(
    lines.flatMap(({ journey, refused: hosts }) => hosts.map((host) => `${journey.agent.label} → ${host}`)),
  )
  if (refused.size > 0) console.log(`\nNot let out: ${[...refused].join(', ')}`)
  for (const reason of skipped) console.log(`\nSKIPPED, not tested: ${reason}`)
  const failures = lines.filter(({ outcome }) => outcome.problems.length > 0).length
  console.log(`\n${lines.length - failures} passed, ${failures} failed, ${skipped.length} clients skipped`)
}

const cellsOf = ({ journey, version, outcome }: ReportLine): readonly string[] => [
  journey.agent.label,
  version,
  journey.provider.id,
  journey.addressing,
  outcome.dialects.length === 0 ? '–' : `${kindOf(journey)} ${outcome.dialects.join(', ')}`,
  outcome.answered ? 'answered' : 'no answer',
  outcome.toolCalled ? 'came back' : 'no',
  (outcome.result.milliseconds / 1_000).toFixed(1),
  outcome.problems.length === 0 ? 'ok' : 'FAILED',
]

const kindOf = ({ agent, provider }: Journey): string =>
  provider.dialects.includes(agent.dialect) ? 'native' : 'translated'

const keptLines = 5
const keptCharacters = 200

/** How it began and how it ended: some say what is wrong first, some last. */
function excerptOf(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const kept = lines.length <= 2 * keptLines ? lines : [...lines.slice(0, keptLines), '…', ...lines.slice(-keptLines)]
  return kept.map((line) => `    ${line.slice(0, keptCharacters)}`).join('\n')
}
