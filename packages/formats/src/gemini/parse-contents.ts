import { isJsonObject } from '../json/is-json-object.js'
import { ObjectReader } from '../json/object-reader.js'
import type { TextBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'
import { CallIds } from './call-ids.js'
import { parseModelParts } from './model-parts.js'
import { parseUserParts } from './user-parts.js'

export function parseContents(body: ObjectReader): readonly Turn[] {
  const ids = new CallIds()
  return joinContents(readers(body, 'contents')).flatMap(({ role, parts }): readonly Turn[] => {
    ids.nextTurn()
    const turn: Turn =
      role === 'model'
        ? { role: 'assistant', blocks: parseModelParts(parts, (name, id) => ids.call(name, id)) }
        : { role: 'user', blocks: parseUserParts(parts, ids) }
    return turn.blocks.length === 0 ? [] : [turn]
  })
}

interface JoinedContent {
  readonly role: 'user' | 'model'
  readonly parts: ObjectReader[]
}

/** Contents of one role in a row are one: an SDK's history has one for each chunk of a stream. */
function joinContents(contents: readonly ObjectReader[]): readonly JoinedContent[] {
  const joined: JoinedContent[] = []
  for (const content of contents) {
    const role = content.optionalOneOf('role', ['user', 'model', 'function']) === 'model' ? 'model' : 'user'
    const last = joined.at(-1)
    if (last?.role === role) last.parts.push(...continued(role, last.parts, readParts(content)))
    else joined.push({ role, parts: [...readParts(content)] })
  }
  return joined
}

/** A chunk begins in the middle of a sentence: its text belongs to the one before it. Takes that out of `before`. */
function continued(
  role: JoinedContent['role'],
  before: ObjectReader[],
  parts: readonly ObjectReader[],
): readonly ObjectReader[] {
  const [last, first] = [before.at(-1), parts[0]]
  if (role === 'user' || last === undefined || first === undefined) return parts
  const [start, rest] = [last.object['text'], first.object['text']]
  // An empty one is there for its signature.
  const isOneText = typeof start === 'string' && typeof rest === 'string' && rest !== ''
  const isOneKind = (last.object['thought'] === true) === (first.object['thought'] === true)
  if (!isOneText || !isOneKind || last.object['thoughtSignature'] !== undefined) return parts
  before.pop()
  return [new ObjectReader({ ...first.object, text: start + rest }, 400, first.path), ...parts.slice(1)]
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
