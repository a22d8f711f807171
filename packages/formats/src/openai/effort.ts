import type { Effort, ReasoningRequest } from '../model/conversation.js'

/** Weakest first. */
export const efforts: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** Absent: the model's default. A budget of tokens becomes the level whose usual spending is nearest. */
export function effortOf({ effort, budgetTokens }: ReasoningRequest, model: string): Effort | undefined {
  const wanted = effort ?? (budgetTokens === undefined ? undefined : effortOfBudget(budgetTokens))
  return wanted === undefined ? undefined : nearest(wanted, knownEfforts(model))
}

function effortOfBudget(tokens: number): Effort {
  if (tokens === 0) return 'none'
  if (tokens <= 4096) return 'low'
  return tokens <= 16_384 ? 'medium' : 'high'
}

/** Each generation of OpenAI's models knows other levels, and refuses the rest. */
function knownEfforts(model: string): readonly Effort[] {
  if (/(^|\/)o\d/i.test(model)) return ['low', 'medium', 'high']
  const [, major, minor = '0'] = /gpt-(\d+)(?:\.(\d+))?/i.exec(model) ?? []
  if (major === undefined || Number(major) > 5) return efforts
  const version = Number(minor)
  if (version === 0) return ['minimal', 'low', 'medium', 'high']
  if (version === 1) return ['none', 'low', 'medium', 'high']
  return version < 6 ? ['none', 'low', 'medium', 'high', 'xhigh'] : efforts
}

function nearest(wanted: Effort, known: readonly Effort[]): Effort {
  const distance = (effort: Effort): number => Math.abs(efforts.indexOf(effort) - efforts.indexOf(wanted))
  return known.reduce((best, effort) => (distance(effort) < distance(best) ? effort : best))
}
