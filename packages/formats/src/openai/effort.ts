import type { Effort, ReasoningRequest } from '../model/conversation.js'

export const efforts: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']

/** Absent: the model's default. A budget of tokens becomes the level whose usual spending is nearest. */
export function effortOf({ effort, budgetTokens }: ReasoningRequest): Effort | undefined {
  if (effort !== undefined || budgetTokens === undefined) return effort
  if (budgetTokens === 0) return 'none'
  if (budgetTokens <= 4096) return 'low'
  return budgetTokens <= 16_384 ? 'medium' : 'high'
}
