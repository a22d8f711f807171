import type { MessageCreateParamsBase, OutputConfig } from '@anthropic-ai/sdk/resources/messages'
import type { WireRequest } from '../codec.js'
import { applyExtras } from '../json/apply-extras.js'
import type { Conversation } from '../model/conversation.js'
import type { RenderNotes } from '../render-notes.js'
import { hasCacheMarks, type Prompt, withCacheMarks } from './cache-origination.js'
import { type ClaudeEffort, type ModelTraits, modelTraits } from './model-traits.js'
import { dropGiven, renderSampling } from './render-sampling.js'
import { renderText } from './render-text.js'
import { renderThinking } from './render-thinking.js'
import { renderToolChoice, renderTools } from './render-tools.js'
import { renderTurns } from './render-turns.js'
import { Rendering } from './rendering.js'
import { renderServiceTier } from './service-tier.js'
import { supportedSchema } from './supported-schema.js'

const allEfforts = modelTraits('claude').efforts

/** @throws FormatError (400) for what Claude cannot do without saying something else */
export function renderRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  const rendering = new Rendering(conversation, notes)
  dropUnknown(rendering)
  const { system, tools, messages } = renderPrompt(rendering)
  const maxTokens = conversation.maxTokens ?? rendering.traits.defaultMaxTokens
  const { thinking, effort } = renderThinking(rendering, maxTokens)
  const isThinking = thinking?.type === 'enabled' || thinking?.type === 'adaptive'
  const toolChoice = renderToolChoice(rendering, tools.length > 0)
  const outputConfig = renderOutputConfig(rendering, effort)
  const body = {
    model: conversation.model,
    max_tokens: maxTokens,
    ...(conversation.stream && { stream: true }),
    ...(system.length > 0 && { system }),
    messages,
    ...(tools.length > 0 && { tools }),
    ...(toolChoice !== undefined && { tool_choice: toolChoice }),
    ...(thinking !== undefined && { thinking }),
    ...(outputConfig !== undefined && { output_config: outputConfig }),
    ...renderSampling(rendering, isThinking),
    ...(conversation.userId !== undefined && { metadata: { user_id: conversation.userId } }),
    ...renderServiceTier(rendering),
  } satisfies { readonly [K in keyof MessageCreateParamsBase]?: unknown } & { readonly top_k?: unknown }
  return { path: '/v1/messages', body: rendering.isOwn ? applyExtras(body, conversation.extras) : body }
}

function renderPrompt(rendering: Rendering): Prompt {
  const prompt: Prompt = {
    system: rendering.conversation.system.flatMap((block) => renderText(block, rendering)),
    tools: renderTools(rendering),
    messages: renderTurns(rendering),
  }
  return rendering.isOwn || hasCacheMarks(rendering.conversation) ? prompt : withCacheMarks(prompt)
}

function renderOutputConfig(rendering: Rendering, asked: OutputConfig['effort']): OutputConfig | undefined {
  const { output } = rendering.conversation
  const effort = rendering.isOwn ? asked : knownEffort(asked, rendering.traits)
  const takesSchemas = rendering.isOwn || rendering.traits.takesSchemas
  if (output?.type === 'json') rendering.notes.drop('jsonOutput')
  if (output?.type === 'json-schema' && !takesSchemas) rendering.notes.drop('jsonSchema')
  const schema = output?.type === 'json-schema' && takesSchemas ? output.schema : undefined
  if (effort === undefined && schema === undefined) return undefined
  return {
    ...(effort !== undefined && { effort }),
    ...(schema !== undefined && {
      format: { type: 'json_schema', schema: { ...(rendering.isOwn ? schema : supportedSchema(schema)) } },
    }),
  }
}

/** The strongest level that the model has up to the one asked for. */
function knownEffort(asked: OutputConfig['effort'], { efforts }: ModelTraits): ClaudeEffort | undefined {
  const upTo = allEfforts.slice(0, allEfforts.findIndex((effort) => effort === asked) + 1)
  return upTo.findLast((effort) => efforts.includes(effort))
}

function dropUnknown(rendering: Rendering): void {
  const { count, presencePenalty, frequencyPenalty, seed, verbosity, extras } = rendering.conversation
  if (count !== undefined && count > 1) throw rendering.refused('count', `cannot be ${count}: Claude gives one answer`)
  // A penalty of 0 is none.
  dropGiven(rendering, {
    presencePenalty: presencePenalty || undefined,
    frequencyPenalty: frequencyPenalty || undefined,
    seed,
    verbosity,
  })
  if (extras.size > 0 && !rendering.isOwn) rendering.notes.drop('extras')
}
