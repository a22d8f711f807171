import type { Reasoning } from 'openai/resources/shared'
import { compact } from '../json/compact.js'
import type { Conversation } from '../model/conversation.js'
import { effortOf } from '../openai/effort.js'
import { modelTraits } from '../openai/model-traits.js'
import type { RenderNotes } from '../render-notes.js'

export function renderReasoningRequest({ reasoning, model }: Conversation, notes: RenderNotes): Reasoning | undefined {
  if (reasoning === undefined) return undefined
  const effort = effortOf(reasoning, model)
  if (modelTraits(model).refusesReasoning) {
    if (effort !== undefined && effort !== 'none') notes.drop('effort')
    return undefined
  }
  const summary = reasoning.show === true ? 'auto' : undefined
  return effort === undefined && summary === undefined ? undefined : compact({ effort, summary })
}
