import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { TextBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'
import { TurnBuilder } from '../turns/turn-builder.js'
import { CallIds } from './call-ids.js'
import { parseModelParts } from './model-parts.js'
import { parseUserParts } from './user-parts.js'

/** Contents of one role in a row are one turn: an SDK's history has one per chunk of the stream. */
export function parseContents(body: ObjectReader): readonly Turn[] {
  const builder = new TurnBuilder()
  const ids = new CallIds()
  for (const content of readers(body, 'contents')) {
    ids.nextTurn()
    const role = content.optionalOneOf('role', ['user', 'model', 'function']) ?? 'user'
    const parts = readParts(content)
    if (role === 'model') builder.addAssistant(parseModelParts(parts, (name, id) => ids.call(name, id)))
    else builder.addUser(parseUserParts(parts, ids))
  }
  return builder.turns
}

/** A Content, or a text alone. */
export function parseSystemInstruction(body: ObjectReader): readonly TextBlock[] {
  const value = body.any('systemInstruction')
  if (value === undefined || value === '') return []
  if (typeof value === 'string') return [{ type: 'text', text: value }]
  return readParts(body.child('systemInstruction'))
    .map((part): TextBlock => ({ type: 'text', text: part.string('text') }))
    .filter(({ text }) => text !== '')
}

/** Empty for a content without parts, as an answer that was cut before its first word has. */
export function readParts(content: ObjectReader): readonly ObjectReader[] {
  return content.any('parts') === undefined ? [] : readers(content, 'parts')
}

/** Google takes one object where it has a list. */
function readers(holder: ObjectReader, name: string): readonly ObjectReader[] {
  return isJsonObject(holder.any(name)) ? [holder.child(name)] : holder.children(name)
}
