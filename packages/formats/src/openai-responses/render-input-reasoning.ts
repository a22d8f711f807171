import type { ResponseReasoningItem } from 'openai/resources/responses/responses'
import { compact } from '../json/compact.js'
import type { ReasoningBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { nativeSeal } from '../seal/native-seal.js'

/** What OpenAI encrypted goes back to it; without that it knows nothing of a thought, as nothing is stored. */
export function renderInputReasoning({ texts, seal }: ReasoningBlock, notes: RenderNotes): JsonObject | undefined {
  const native = nativeSeal(seal, 'openai-responses')
  if (native === undefined) {
    notes.drop('foreignReasoning')
    return undefined
  }
  const item: Omit<ResponseReasoningItem, 'id'> & { id?: string } = compact({
    type: 'reasoning',
    id: native.id,
    summary: (native.texts ?? texts).map((text) => ({ type: 'summary_text' as const, text })),
    encrypted_content: native.data,
  })
  return { ...item }
}
