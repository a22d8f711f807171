import { compact } from '../json/compact.js'
import type { Conversation, Effort } from '../model/conversation.js'
import { modelTraits } from '../openai/model-traits.js'
import type { RenderNotes } from '../render-notes.js'

/** The API refuses more. */
const maxStopSequences = 4

export interface Penalties {
  readonly presence_penalty?: number
  readonly frequency_penalty?: number
  readonly stop?: string[]
}

/** What models refuse while they think. */
export function renderPenalties(
  { model, presencePenalty, frequencyPenalty, stopSequences = [] }: Conversation,
  effort: Effort | undefined,
  notes: RenderNotes,
): Penalties {
  if (modelTraits(model).refusesSampling && effort !== 'none') {
    if (presencePenalty !== undefined && presencePenalty !== 0) notes.drop('presencePenalty')
    if (frequencyPenalty !== undefined && frequencyPenalty !== 0) notes.drop('frequencyPenalty')
    if (stopSequences.length > 0) notes.drop('stopSequences')
    return {}
  }
  if (stopSequences.length > maxStopSequences) notes.drop('stopSequences')
  const stop = stopSequences.slice(0, maxStopSequences)
  return compact({
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    stop: stop.length === 0 ? undefined : stop,
  })
}
