import { loadSubject } from '../load/load-subject.ts'
import { question } from '../load/question.ts'
import type { Row } from '../row.ts'
import type { BenchDialect } from '../upstream/dialect-events.ts'
import { deltasPerStream } from '../upstream/scenario.ts'

interface TranslatingProvider {
  readonly provider: string
  readonly own: BenchDialect
  /** What clients may speak that the provider does not. */
  readonly foreign: readonly BenchDialect[]
}

const providers: readonly TranslatingProvider[] = [
  { provider: 'claude', own: 'anthropic', foreign: ['chat', 'responses', 'gemini'] },
  { provider: 'huggingface', own: 'chat', foreign: ['anthropic', 'responses', 'gemini'] },
  // It speaks chat as well.
  { provider: 'openai', own: 'responses', foreign: ['anthropic', 'gemini'] },
  { provider: 'gemini', own: 'gemini', foreign: ['anthropic', 'responses'] },
]

const labels: Readonly<Record<BenchDialect, string>> = {
  anthropic: 'Anthropic',
  chat: 'OpenAI chat',
  responses: 'OpenAI Responses',
  gemini: 'Gemini',
}

export const translationRows: readonly Row[] = providers.map(({ provider, own, foreign }) => ({
  name: `Translated streams of ${provider} (${labels[own]})`,
  meaning: 'What it costs that a client speaks another dialect than the provider: each event is read and written anew.',
  unit: 'events/s',
  subjects: [own, ...foreign].map((dialect) =>
    loadSubject({
      target: 'ccproxy',
      name: clientOf(dialect),
      provider,
      question: question('stream', { dialect }),
      connections: 32,
      perAnswer: deltasPerStream,
    }),
  ),
  bars: foreign.map((dialect) => ({
    of: clientOf(dialect),
    to: clientOf(own),
    limit: { atLeast: 0.35 },
  })),
}))

function clientOf(dialect: BenchDialect): string {
  return `client of ${labels[dialect]}`
}
