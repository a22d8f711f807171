import type { ResponseCreateParamsBase } from 'openai/resources/responses/responses'
import type { WireRequest } from '../codec.js'
import { refusedField } from '../fields/refused-field.js'
import { applyExtras } from '../json/apply-extras.js'
import { compact } from '../json/compact.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { modelTraits } from '../openai/model-traits.js'
import { noteMarks } from '../openai/note-marks.js'
import { renderSampling } from '../openai/sampling.js'
import { isServiceTier } from '../openai/service-tier.js'
import { shortKey } from '../openai/short-key.js'
import type { RenderNotes } from '../render-notes.js'
import { renderInput } from './render-input.js'
import { renderReasoningRequest } from './render-reasoning-request.js'
import { renderTextConfig } from './render-text-config.js'
import { renderToolChoice } from './render-tool-choice.js'
import { renderTools } from './render-tools.js'

/** The API refuses less. */
const minOutputTokens = 16

/** @throws FormatError (400) for what the dialect cannot do without saying something else */
export function renderRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  const { model, stream, maxTokens, userId, cacheKey } = conversation
  if ((conversation.count ?? 1) > 1) {
    throw refusedField(conversation.origin, 'count', 'must be 1: the provider of this model gives one answer')
  }
  const tools = renderTools(conversation, notes)
  const reasoning = renderReasoningRequest(conversation, notes)
  noteDropped(conversation, notes)
  const hasTools = tools.length > 0
  const body: Omit<ResponseCreateParamsBase, 'input' | 'tools'> = compact({
    model,
    stream,
    // Both are refused without tools.
    tool_choice: hasTools ? renderToolChoice(conversation) : undefined,
    parallel_tool_calls: hasTools ? conversation.parallelToolCalls : undefined,
    max_output_tokens: maxTokens === undefined ? undefined : Math.max(maxTokens, minOutputTokens),
    ...renderSampling(conversation, reasoning?.effort ?? undefined, notes),
    reasoning,
    text: renderTextConfig(conversation, notes),
    safety_identifier: userId === undefined ? undefined : shortKey(userId),
    prompt_cache_key: cacheKey === undefined ? undefined : shortKey(cacheKey),
    service_tier: renderServiceTier(conversation, notes),
  })
  const whole = { ...body, ...renderInput(conversation, notes), ...(hasTools && { tools }) }
  return { path: '/v1/responses', body: withState(whole, conversation, notes) }
}

/** Nothing is stored, so the encrypted thoughts must come with the answer for the next request to have them. */
function withState(body: JsonObject, { model, origin, extras }: Conversation, notes: RenderNotes): JsonObject {
  const kept = origin === 'openai-responses' ? extras : new Map<string, unknown>()
  if (kept.size < extras.size) notes.drop('extras')
  const others = kept.get('include')
  const include = [
    ...(modelTraits(model).refusesReasoning ? [] : ['reasoning.encrypted_content']),
    ...(Array.isArray(others) ? others : []),
  ]
  return applyExtras(
    { ...body, ...(include.length > 0 && { include }), ...(!kept.has('store') && { store: false }) },
    kept,
  )
}

function renderServiceTier(
  { serviceTier }: Conversation,
  notes: RenderNotes,
): ResponseCreateParamsBase['service_tier'] {
  if (serviceTier === undefined || isServiceTier(serviceTier)) return serviceTier
  notes.drop('serviceTier')
  return undefined
}

function noteDropped(conversation: Conversation, notes: RenderNotes): void {
  noteMarks(conversation, notes)
  for (const field of ['topK', 'presencePenalty', 'frequencyPenalty', 'seed'] as const) {
    if (conversation[field] !== undefined) notes.drop(field)
  }
  if ((conversation.stopSequences ?? []).length > 0) notes.drop('stopSequences')
}
