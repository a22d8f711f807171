import type { ThinkingConfig, ThinkingLevel } from '@google/genai'
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { Effort, ReasoningRequest } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'
import type { JsonObject } from '../model/json.js'
import type { ThinkingLevelName } from './model-traits.js'
import type { Rendering } from './rendering.js'

const levels = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] as const
const effortOfLevel = { MINIMAL: 'minimal', LOW: 'low', MEDIUM: 'medium', HIGH: 'high' } as const
const unspecifiedLevel = 'THINKING_LEVEL_UNSPECIFIED'
/** A budget of -1: the model decides how much. */
const dynamic = -1

export function parseThinkingConfig(config: ObjectReader | undefined): ReasoningRequest | undefined {
  if (config === undefined) return undefined
  const reasoning = compact({
    effort: parseLevel(config),
    ...parseBudget(config.optionalNumber('thinkingBudget')),
    show: config.optionalBoolean('includeThoughts'),
  })
  return Object.keys(reasoning).length === 0 ? undefined : reasoning
}

/** Google takes it in small letters, too, and some SDKs write it so. */
function parseLevel(config: ObjectReader): Effort | undefined {
  const name = config.optionalString('thinkingLevel')?.toUpperCase()
  if (name === undefined || name === unspecifiedLevel) return undefined
  const level = levels.find((known) => known === name)
  return level === undefined
    ? config.fail('thinkingLevel', `must be one of ${[...levels, unspecifiedLevel].join(', ')}`)
    : effortOfLevel[level]
}

function parseBudget(budget: number | undefined): ReasoningRequest {
  if (budget === undefined) return {}
  if (budget === 0) return { effort: 'none' }
  return budget < 0 ? { isAdaptive: true } : { budgetTokens: budget }
}

/** Absent when nothing is to be said. Google takes a level or a budget, never both. */
export function renderThinkingConfig(
  reasoning: ReasoningRequest,
  { notes, traits, conversation }: Rendering,
): JsonObject | undefined {
  const { effort, budgetTokens, isAdaptive } = reasoning
  if (!traits.canThink) {
    if (effort !== 'none') notes.drop('reasoning')
    return undefined
  }
  const amount = traits.takesLevels
    ? amountByLevel(traits.levels, effort, budgetTokens, isAdaptive)
    : amountByBudget(effort, budgetTokens, isAdaptive, traits)
  const config = compact({ ...amount, includeThoughts: showsThoughts(reasoning, conversation.origin) })
  return Object.keys(config).length === 0 ? undefined : config
}

/**
 * Claude shows its thoughts to a client that lets it think and says nothing else, and so do providers of Chat; Google's
 * models only when asked.
 */
function showsThoughts(
  { show, effort, budgetTokens, isAdaptive }: ReasoningRequest,
  origin: Dialect,
): boolean | undefined {
  const isThinking = budgetTokens !== undefined || isAdaptive === true
  const isAsked = effort !== undefined && effort !== 'none'
  const isShown = (origin === 'anthropic-messages' && isThinking) || (origin === 'openai-chat' && isAsked)
  return show ?? (isShown ? true : undefined)
}

type Amount = Pick<ThinkingConfig, 'thinkingBudget'> & { readonly thinkingLevel?: `${ThinkingLevel}` }

/** From Gemini 3 on. None of them can be told not to think. */
function amountByLevel(
  known: readonly ThinkingLevelName[],
  effort?: Effort,
  budget?: number,
  isAdaptive?: true,
): Amount {
  if (effort !== undefined) return { thinkingLevel: nearestLevel(levelOfEffort[effort], known) }
  if (budget !== undefined) return { thinkingBudget: budget }
  return isAdaptive === true ? { thinkingBudget: dynamic } : {}
}

/** The next one above that the model takes, else the highest: a task is better thought about too much than too little. */
function nearestLevel(wanted: ThinkingLevelName, known: readonly ThinkingLevelName[]): ThinkingLevelName {
  return known.find((level) => levels.indexOf(level) >= levels.indexOf(wanted)) ?? 'HIGH'
}

const levelOfEffort = {
  none: 'MINIMAL',
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  xhigh: 'HIGH',
  max: 'HIGH',
} as const satisfies Record<Effort, `${ThinkingLevel}`>

/** Gemini 2.5. */
function amountByBudget(
  effort: Effort | undefined,
  budget: number | undefined,
  isAdaptive: true | undefined,
  { minBudget, maxBudget }: { readonly minBudget: number; readonly maxBudget: number },
): Amount {
  const wanted = budget ?? (effort === undefined ? undefined : (budgetOfEffort[effort] ?? maxBudget))
  if (wanted !== undefined) return { thinkingBudget: Math.min(Math.max(wanted, minBudget), maxBudget) }
  return isAdaptive === true ? { thinkingBudget: dynamic } : {}
}

/** https://ai.google.dev/gemini-api/docs/openai#thinking: what Google itself makes of efforts. */
const budgetOfEffort: Readonly<Partial<Record<Effort, number>>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
}
