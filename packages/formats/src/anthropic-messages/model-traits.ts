// What Claude models take, by their names: the API answers 400 to what a model does not know.
// https://platform.claude.com/docs/en/about-claude/models/migration-guide

export type ClaudeEffort = 'low' | 'medium' | 'high' | 'xhigh' | 'max'

export interface ModelTraits {
  /** `temperature`, `top_p`, `top_k`. */
  readonly takesSampling: boolean
  /** `enabled` has a budget of tokens, `adaptive` is the model's own judgement. */
  readonly thinking: 'none' | 'enabled' | 'enabled-or-adaptive' | 'adaptive'
  /** What it does when nothing is said about thinking. */
  readonly thinksByDefault: boolean
  /** `thinking.type: disabled`. */
  readonly canStopThinking: boolean
  /** Levels of `output_config.effort` beside adaptive thinking, weakest first. */
  readonly efforts: readonly ClaudeEffort[]
  /** Structured outputs and strict tools. */
  readonly takesSchemas: boolean
  /** `role: system` among the messages. */
  readonly takesSystemTurns: boolean
  /** For clients that name no limit: what every model of that age can write. */
  readonly defaultMaxTokens: number
}

/** Names without a version are the newest. What is no Claude at all, behind an API of this dialect, gets the plain fields. */
export function modelTraits(model: string): ModelTraits {
  const name = model.toLowerCase()
  if (!name.includes('claude')) return otherTraits
  const match = /claude-(?:([a-z]+)-)?(\d{1,2})(?!\d)(?:[-.](\d{1,2})(?!\d))?(?:-([a-z]+))?/.exec(name)
  const version = match === null ? newest : Number(match[2]) * 100 + Number(match[3] ?? 0)
  const line = /opus|sonnet|haiku|fable|mythos/.exec(name)?.[0] ?? ''
  const isAlwaysThinking = line === 'fable' || line === 'mythos'
  return {
    takesSampling: version < 407,
    thinking: thinkingOf(version),
    thinksByDefault: version >= 500,
    canStopThinking: version >= 307 && !isAlwaysThinking,
    efforts: effortsOf(version),
    takesSchemas: version >= 405 || (line === 'opus' && version === 401),
    takesSystemTurns: isAlwaysThinking ? version >= 500 : line === 'opus' && version >= 408,
    defaultMaxTokens: defaultMaxTokensOf(version),
  }
}

const newest = 10_000

const otherTraits: ModelTraits = {
  takesSampling: true,
  thinking: 'enabled',
  thinksByDefault: false,
  canStopThinking: true,
  efforts: [],
  takesSchemas: true,
  takesSystemTurns: false,
  defaultMaxTokens: 32_000,
}

function thinkingOf(version: number): ModelTraits['thinking'] {
  if (version < 307) return 'none'
  if (version < 406) return 'enabled'
  return version < 407 ? 'enabled-or-adaptive' : 'adaptive'
}

function effortsOf(version: number): readonly ClaudeEffort[] {
  if (version >= 407) return ['low', 'medium', 'high', 'xhigh', 'max']
  return version === 406 ? ['low', 'medium', 'high', 'max'] : []
}

function defaultMaxTokensOf(version: number): number {
  if (version >= 400) return 32_000
  return version >= 305 ? 8192 : 4096
}
