import type { ObjectReader } from '../json/object-reader.js'
import type { UserBlock } from '../model/block.js'
import type { CallIds } from './call-ids.js'
import { parseFunctionResponse } from './function-response.js'
import { parseMedia } from './media.js'
import { partName } from './part-name.js'

/**
 * Parts of a content of the user.
 * @throws FormatError (400) for what only the model can say
 */
export function parseUserParts(parts: readonly ObjectReader[], ids: CallIds): readonly UserBlock[] {
  return parts.flatMap((part) => parsePart(part, ids))
}

function parsePart(part: ObjectReader, ids: CallIds): readonly UserBlock[] {
  const name = partName(part)
  switch (name) {
    case undefined:
      return []
    case 'text':
      return parseText(part)
    case 'functionResponse':
      return parseFunctionResponse(part.child(name), ids)
    case 'functionCall':
      return part.fail(name, 'must be in a content of the role model')
    default:
      return [parseMedia(part) ?? { type: 'opaque', value: { dialect: 'gemini', name, json: part.object } }]
  }
}

function parseText(part: ObjectReader): readonly UserBlock[] {
  const text = part.string('text')
  return text === '' ? [] : [{ type: 'text', text }]
}
