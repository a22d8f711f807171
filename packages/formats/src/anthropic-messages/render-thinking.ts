import type { OutputConfig, ThinkingConfigParam } from '@anthropic-ai/sdk/resources/messages'
import type { Effort, ReasoningRequest } from '../model/conversation.js'
import { nativeSeal } from '../seal/native-seal.js'
import type { Rendering } from './rendering.js'

export interface ThinkingParts {
  readonly thinking?: ThinkingConfigParam
  readonly effort?: NonNullable<OutputConfig['effort']>
}

const minimalBudget = 1024

/** Tokens for each effort, on models that are given a number. */
const budgets: Readonly<Record<Exclude<Effort, 'none'>, number>> = {
  minimal: minimalBudget,
  low: 4096,
  medium: 10_240,
  high: 20_480,
  xhigh: 30_720,
  max: 30_720,
}

/** @param maxTokens of the request: a budget is a part of it */
export function renderThinking(rendering: Rendering, maxTokens: number): ThinkingParts {
  const { reasoning } = rendering.conversation
  if (reasoning === undefined) return {}
  if (rendering.isOwn) return lostThoughts(rendering, reasoning) ? withoutBudget(rendering) : ownThinking(reasoning)
  const effort = effortOf(reasoning)
  if (effort === 'none') return withoutThinking(rendering)
  if (rendering.traits.thinking === 'none' || isForced(rendering)) {
    rendering.notes.drop('effort')
    return {}
  }
  const isBudget =
    rendering.traits.thinking === 'enabled' ||
    (rendering.traits.thinking === 'enabled-or-adaptive' && reasoning.budgetTokens !== undefined)
  return isBudget ? budgetThinking(rendering, reasoning, effort, maxTokens) : adaptiveThinking(reasoning, effort)
}

/** A budget of tokens becomes the level whose usual spending is nearest. */
function effortOf({ effort, budgetTokens }: ReasoningRequest): Effort | undefined {
  if (effort !== undefined || budgetTokens === undefined) return effort
  if (budgetTokens === 0) return 'none'
  if (budgetTokens <= budgets.low) return 'low'
  return budgetTokens <= budgets.medium ? 'medium' : 'high'
}

function ownThinking({ effort, budgetTokens, isAdaptive, show }: ReasoningRequest): ThinkingParts {
  if (effort === 'none') return { thinking: { type: 'disabled' } }
  const display = show === undefined ? {} : ({ display: show ? 'summarized' : 'omitted' } as const)
  return {
    ...(isAdaptive === true && { thinking: { type: 'adaptive', ...display } }),
    ...(budgetTokens !== undefined && { thinking: { type: 'enabled', budget_tokens: budgetTokens, ...display } }),
    ...(effort !== undefined && { effort: effort === 'minimal' ? 'low' : effort }),
  }
}

function adaptiveThinking({ show }: ReasoningRequest, effort: Exclude<Effort, 'none'> | undefined): ThinkingParts {
  const display = show === undefined ? {} : ({ display: show ? 'summarized' : 'omitted' } as const)
  return {
    thinking: { type: 'adaptive', ...display },
    ...(effort !== undefined && { effort: effort === 'minimal' ? 'low' : effort }),
  }
}

function budgetThinking(
  rendering: Rendering,
  { budgetTokens }: ReasoningRequest,
  effort: Exclude<Effort, 'none'> | undefined,
  maxTokens: number,
): ThinkingParts {
  if (lacksThoughts(rendering)) return withoutBudget(rendering)
  const wanted = Math.max(budgetTokens ?? budgets[effort ?? 'medium'], minimalBudget)
  // The rest is the answer's: a quarter, or what is left beside the smallest budget.
  const budget = Math.min(wanted, Math.max(minimalBudget, Math.floor(maxTokens * 0.75)))
  if (budget < maxTokens) return { thinking: { type: 'enabled', budget_tokens: budget } }
  rendering.notes.drop('effort')
  return {}
}

/** The turn that is answered now was another provider's, whose thoughts were just left out. */
function lostThoughts(rendering: Rendering, { budgetTokens }: ReasoningRequest): boolean {
  if (budgetTokens === undefined || !lacksThoughts(rendering)) return false
  const last = rendering.conversation.turns.findLast((turn) => turn.role === 'assistant')
  return (
    last?.blocks.some((block) => block.type === 'reasoning' || ('seal' in block && block.seal !== undefined)) === true
  )
}

function withoutBudget({ notes }: Rendering): ThinkingParts {
  notes.drop('reasoning')
  return {}
}

/** Thinking off. Older models do not think unasked, and some never stop. */
function withoutThinking({ traits, notes }: Rendering): ThinkingParts {
  if (!traits.thinksByDefault) return {}
  if (traits.canStopThinking) return { thinking: { type: 'disabled' } }
  notes.drop('effort')
  return {}
}

/** The API refuses a forced call from a model that thinks. */
function isForced({ conversation: { toolChoice } }: Rendering): boolean {
  return (
    toolChoice?.type === 'required' ||
    toolChoice?.type === 'tool' ||
    (toolChoice?.type === 'allowed' && toolChoice.required)
  )
}

/**
 * With a budget, a turn of calls that is answered now must begin with the thoughts that led to it, signed. The client, or
 * the provider that made the turn, has none.
 */
function lacksThoughts({ conversation: { turns } }: Rendering): boolean {
  const last = turns.findLast((turn) => turn.role === 'assistant')
  if (last === undefined || !last.blocks.some(({ type }) => type === 'tool-call')) return false
  return !last.blocks.some(
    (block) => block.type === 'reasoning' && nativeSeal(block.seal, 'anthropic-messages') !== undefined,
  )
}
