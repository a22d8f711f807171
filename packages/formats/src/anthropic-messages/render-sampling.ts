import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages'
import type { ConversationField } from '../fields/conversation-field.js'
import { compact } from '../json/compact.js'
import type { Rendering } from './rendering.js'

type Sampling = Pick<MessageCreateParamsBase, 'stop_sequences'> & {
  temperature?: number
  top_p?: number
  top_k?: number
}

/** @param isThinking a thinking model takes no sampling parameters */
export function renderSampling(rendering: Rendering, isThinking: boolean): Sampling {
  const { temperature, topP, topK } = rendering.conversation
  const stops = stopSequences(rendering)
  if (rendering.isOwn) return compact({ temperature, top_p: topP, top_k: topK, ...stops })
  if (!rendering.traits.takesSampling || isThinking) {
    dropGiven(rendering, { temperature, topP, topK })
    return stops
  }
  // Newer models refuse the two together.
  const isBoth = temperature !== undefined && topP !== undefined
  if (isBoth) rendering.notes.drop('topP')
  return {
    ...compact({
      temperature: temperature === undefined ? undefined : Math.min(temperature, 1),
      top_p: isBoth ? undefined : topP,
      top_k: topK,
    }),
    ...stops,
  }
}

/** Those of white space alone are refused by the API. */
function stopSequences({ conversation, notes, isOwn }: Rendering): Pick<Sampling, 'stop_sequences'> {
  const all = conversation.stopSequences ?? []
  const sent = isOwn ? all : all.filter((text) => text.trim() !== '')
  if (sent.length < all.length) notes.drop('stopSequences')
  return sent.length === 0 ? {} : { stop_sequences: [...sent] }
}

/** Drops, by name, what the client gave. */
export function dropGiven({ notes }: Rendering, given: Readonly<Partial<Record<ConversationField, unknown>>>): void {
  for (const field of Object.keys(given)) {
    if (isGiven(given, field) && given[field] !== undefined) notes.drop(field)
  }
}

function isGiven(given: object, field: string): field is ConversationField {
  return field in given
}
