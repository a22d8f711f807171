import type { Dialect, ProviderPluginRuntime } from '@ccproxy/core'

export interface ClientSetting {
  readonly clients: string
  readonly variable: string
  readonly value: string
}

const clients: readonly {
  readonly dialects: readonly Dialect[]
  readonly clients: string
  readonly variable: string
  /** Some clients add /v1 themselves. */
  readonly suffix: string
}[] = [
  {
    dialects: ['anthropic-messages'],
    clients: 'Claude Code, Anthropic SDKs',
    variable: 'ANTHROPIC_BASE_URL',
    suffix: '',
  },
  { dialects: ['openai-responses', 'openai-chat'], clients: 'OpenAI SDKs', variable: 'OPENAI_BASE_URL', suffix: '/v1' },
  { dialects: ['gemini'], clients: 'Gemini CLI', variable: 'GOOGLE_GEMINI_BASE_URL', suffix: '' },
]

/** The variables that point clients at a provider, for the dialects that it speaks itself. */
export function clientSettings(
  url: string,
  { name, adapter }: Pick<ProviderPluginRuntime, 'name' | 'adapter'>,
): readonly ClientSetting[] {
  return clients
    .filter(({ dialects }) => dialects.some((dialect) => adapter.dialects.includes(dialect)))
    .map((client) => ({
      clients: client.clients,
      variable: client.variable,
      value: `${url}/${name}${client.suffix}`,
    }))
}
