import type { ChatCompletionCreateParamsBase } from 'openai/resources/chat/completions'
import type { WireRequest } from '../codec.js'
import { refusedField } from '../fields/refused-field.js'
import { applyExtras } from '../json/apply-extras.js'
import { compact } from '../json/compact.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { effortOf } from '../openai/effort.js'
import { renderJsonSchema } from '../openai/json-schema-format.js'
import { modelTraits } from '../openai/model-traits.js'
import { noteMarks } from '../openai/note-marks.js'
import { renderSampling } from '../openai/sampling.js'
import { shortKey } from '../openai/short-key.js'
import type { RenderNotes } from '../render-notes.js'
import { renderMessages } from './render-messages.js'
import { renderOpenAIOnly } from './render-openai-only.js'
import { renderPenalties } from './render-penalties.js'
import { renderToolChoice, renderTools } from './render-tools.js'

type Body = Omit<ChatCompletionCreateParamsBase, 'messages' | 'tools' | 'stream'> & { stream: boolean }

/** @throws FormatError (400) for what the dialect cannot do without saying something else */
export function renderRequest(conversation: Conversation, notes: RenderNotes): WireRequest {
  const { model, stream, maxTokens, seed, userId, origin, extras } = conversation
  if ((conversation.count ?? 1) > 1) {
    throw refusedField(origin, 'count', 'must be 1: one answer is translated')
  }
  const tools = renderTools(conversation, notes)
  const effort = renderEffort(conversation, notes)
  const traits = modelTraits(model)
  if (conversation.topK !== undefined) notes.drop('topK')
  noteMarks(conversation, notes)
  const body: Body = compact({
    model,
    stream,
    stream_options: stream ? { include_usage: true } : undefined,
    // Both are refused without tools; true is the default, which not everybody knows the word for.
    tool_choice: tools.length > 0 ? renderToolChoice(conversation) : undefined,
    parallel_tool_calls: tools.length > 0 && conversation.parallelToolCalls === false ? false : undefined,
    // Models that think refuse the old name, and other providers may not know the new one.
    max_completion_tokens: traits.isOpenAI ? maxTokens : undefined,
    max_tokens: traits.isOpenAI ? undefined : maxTokens,
    ...renderSampling(conversation, effort, notes),
    ...renderPenalties(conversation, effort, notes),
    seed,
    reasoning_effort: effort,
    response_format: renderResponseFormat(conversation),
    user: userId === undefined ? undefined : shortKey(userId),
    ...renderOpenAIOnly(conversation, notes),
  })
  const whole: JsonObject = {
    ...body,
    messages: renderMessages(conversation, notes),
    ...(tools.length > 0 && { tools }),
  }
  if (origin === 'openai-chat') return { path, body: applyExtras(whole, extras) }
  if (extras.size > 0) notes.drop('extras')
  return { path, body: whole }
}

const path = '/v1/chat/completions'

function renderEffort({ reasoning, model }: Conversation, notes: RenderNotes): ReturnType<typeof effortOf> {
  const effort = reasoning === undefined ? undefined : effortOf(reasoning, model)
  if (effort === undefined || !modelTraits(model).refusesReasoning) return effort
  if (effort !== 'none') notes.drop('effort')
  return undefined
}

function renderResponseFormat({ output }: Conversation): Body['response_format'] | undefined {
  if (output === undefined) return undefined
  if (output.type === 'json') return { type: 'json_object' }
  return { type: 'json_schema', json_schema: renderJsonSchema(output) }
}
