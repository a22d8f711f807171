import { compact } from '../json/compact.js'
import type { Conversation, Effort } from '../model/conversation.js'
import type { RenderNotes } from '../render-notes.js'
import { modelTraits } from './model-traits.js'

export interface Sampling {
  readonly temperature?: number
  readonly top_p?: number
}

/** @param effort a model that is told not to think takes sampling parameters again */
export function renderSampling(conversation: Conversation, effort: Effort | undefined, notes: RenderNotes): Sampling {
  const { temperature, topP, model } = conversation
  if (!modelTraits(model).refusesSampling || effort === 'none') return compact({ temperature, top_p: topP })
  // 1 is the default of both, and the only value that those models take.
  if (temperature !== undefined && temperature !== 1) notes.drop('temperature')
  if (topP !== undefined && topP !== 1) notes.drop('topP')
  return {}
}
