// What is asked: as a client would send it to the provider itself.
import type { BenchDialect } from '../upstream/dialect-events.ts'
import type { Scenario } from '../upstream/scenario.ts'

export interface Question {
  readonly dialect: BenchDialect
  readonly path: string
  readonly body: string
}

export interface QuestionOptions {
  readonly dialect?: BenchDialect
  /** Of the words in it. Default 620: a request of 700 bytes, as a small one of an SDK. */
  readonly characters?: number
  /** Comes before the name of the model, with a slash. Default: none. */
  readonly provider?: string
  /** The model is the last member of the body, where Anthropic's Python SDK has it. Default: the first. */
  readonly modelLast?: boolean
}

export function question(scenario: Scenario, options: QuestionOptions = {}): Question {
  const { dialect = 'anthropic', characters = 620, provider, modelLast = false } = options
  const model = `${provider === undefined ? '' : `${provider}/`}bench-${scenario}`
  const text = 'y'.repeat(characters)
  const { path, body } = wires[dialect]({ scenario, model, text, modelLast })
  return { dialect, path, body: JSON.stringify(body) }
}

interface Asked extends Required<Pick<QuestionOptions, 'modelLast'>> {
  readonly scenario: Scenario
  readonly model: string
  readonly text: string
}

const messagesOf = (text: string): readonly object[] => [{ role: 'user', content: text }]

const wires: Readonly<Record<BenchDialect, (asked: Asked) => { readonly path: string; readonly body: object }>> = {
  anthropic: ({ scenario, model, text, modelLast }) => {
    // The upstream looks for the scenario at the begin of a body only.
    const metadata = { user_id: `bench-${scenario}` }
    const rest = { max_tokens: 100, stream: scenario !== 'json', metadata, messages: messagesOf(text) }
    return { path: '/v1/messages', body: modelLast ? { ...rest, model } : { model, ...rest } }
  },
  chat: ({ model, text }) => ({
    path: '/v1/chat/completions',
    body: { model, stream: true, stream_options: { include_usage: true }, messages: messagesOf(text) },
  }),
  responses: ({ model, text }) => ({
    path: '/v1/responses',
    body: { model, stream: true, store: false, input: text },
  }),
  gemini: ({ model, text }) => ({
    path: `/v1beta/models/${model}:streamGenerateContent?alt=sse`,
    body: { contents: [{ role: 'user', parts: [{ text }] }] },
  }),
}
