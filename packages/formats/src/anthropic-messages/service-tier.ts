import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages'
import type { Rendering } from './rendering.js'

/** `auto` uses priority capacity where the organization has it. */
const tiers: Readonly<Record<string, 'auto' | 'standard_only'>> = {
  auto: 'auto',
  standard_only: 'standard_only',
  default: 'standard_only',
  standard: 'standard_only',
  priority: 'auto',
}

export function renderServiceTier({ conversation, notes }: Rendering): Pick<MessageCreateParamsBase, 'service_tier'> {
  if (conversation.serviceTier === undefined) return {}
  const tier = tiers[conversation.serviceTier]
  if (tier === undefined) notes.drop('serviceTier')
  return tier === undefined ? {} : { service_tier: tier }
}
