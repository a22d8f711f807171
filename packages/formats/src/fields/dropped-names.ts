import type { Conversation } from '../model/conversation.js'
import type { ConversationField } from './conversation-field.js'

/** A header has to hold them. */
const maxNames = 40

/** Fields as the header names them: those without a neutral meaning by their path, items of arrays counted as one. */
export function droppedNames(
  fields: readonly ConversationField[],
  { extras }: Pick<Conversation, 'extras'>,
): readonly string[] {
  const paths = [...extras.keys()].map((path) => path.replaceAll(/\.\d+(?=\.|$)/g, '[]'))
  const names = fields.flatMap((field): readonly string[] => (field === 'extras' ? paths : [field]))
  const safe = names.map((name) => name.replaceAll(/[^\w.[\]$-]/g, '_').slice(0, 80))
  return [...new Set(safe)].slice(0, maxNames)
}
