import type { WireRequest } from '../codec.js'
import { applyExtras } from '../json/apply-extras.js'
import { compact } from '../json/compact.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { renderContents, renderSystemInstruction } from './render-contents.js'
import { renderGenerationConfig } from './render-generation-config.js'
import { renderToolConfig, renderTools } from './render-tools.js'
import { createRendering, type Rendering } from './rendering.js'
import { renderPath } from './request-path.js'

/** @throws FormatError (400) for an upload at another provider, and more than one answer */
export function renderRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  return { path: renderPath(conversation), body: renderBody(conversation, notes) }
}

export function renderBody(conversation: Conversation, notes: RenderNotes): JsonObject {
  const rendering = createRendering(conversation, notes)
  const body = compact({
    systemInstruction: renderSystemInstruction(rendering),
    contents: renderContents(rendering),
    tools: renderTools(rendering),
    toolConfig: renderToolConfig(rendering),
    generationConfig: renderGenerationConfig(rendering),
    serviceTier: renderServiceTier(rendering),
  })
  dropUnknown(rendering)
  return rendering.isOwn ? applyExtras(body, conversation.extras) : body
}

function dropUnknown({ conversation, notes, isOwn }: Rendering): void {
  if (conversation.parallelToolCalls === false) notes.drop('parallelToolCalls')
  if (conversation.verbosity !== undefined) notes.drop('verbosity')
  if (conversation.userId !== undefined) notes.drop('userId')
  if (conversation.cacheKey !== undefined) notes.drop('cacheKey')
  if (conversation.extras.size > 0 && !isOwn) notes.drop('extras')
}

const tiers: ReadonlyMap<string, string> = new Map([
  ['default', 'standard'],
  ['standard_only', 'standard'],
  ['standard', 'standard'],
  ['flex', 'flex'],
  ['priority', 'priority'],
])

/** `auto` of other dialects is to say nothing. */
function renderServiceTier({ conversation: { serviceTier: tier }, notes, isOwn }: Rendering): string | undefined {
  if (tier === undefined || tier === 'auto' || isOwn) return tier
  if (!tiers.has(tier)) notes.drop('serviceTier')
  return tiers.get(tier)
}
