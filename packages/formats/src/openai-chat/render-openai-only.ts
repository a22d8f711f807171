import { compact } from '../json/compact.js'
import type { Conversation } from '../model/conversation.js'
import { modelTraits } from '../openai/model-traits.js'
import { isServiceTier, type ServiceTier } from '../openai/service-tier.js'
import { shortKey } from '../openai/short-key.js'
import type { RenderNotes } from '../render-notes.js'

export interface OpenAIOnly {
  readonly verbosity?: 'low' | 'medium' | 'high'
  readonly prompt_cache_key?: string
  readonly service_tier?: Exclude<ServiceTier, 'ultrafast'>
}

/** Fields that only OpenAI's own models know: others who speak Chat answer 400 to a word that they do not know. */
export function renderOpenAIOnly(conversation: Conversation, notes: RenderNotes): OpenAIOnly {
  const { isOpenAI, refusesReasoning } = modelTraits(conversation.model)
  const { verbosity, cacheKey } = conversation
  const takesVerbosity = isOpenAI && !refusesReasoning
  if (verbosity !== undefined && verbosity !== 'medium' && !takesVerbosity) notes.drop('verbosity')
  if (cacheKey !== undefined && !isOpenAI) notes.drop('cacheKey')
  return compact({
    verbosity: takesVerbosity ? verbosity : undefined,
    prompt_cache_key: cacheKey === undefined || !isOpenAI ? undefined : shortKey(cacheKey),
    service_tier: renderServiceTier(conversation, isOpenAI, notes),
  })
}

function renderServiceTier(
  { serviceTier }: Conversation,
  isOpenAI: boolean,
  notes: RenderNotes,
): OpenAIOnly['service_tier'] | undefined {
  if (serviceTier === undefined || serviceTier === 'auto') return undefined
  if (isOpenAI && isServiceTier(serviceTier) && serviceTier !== 'ultrafast') return serviceTier
  notes.drop('serviceTier')
  return undefined
}
