import type { ObjectReader } from '../json/object-reader.js'
import type { TextBlock } from '../model/block.js'
import { parseCacheControl } from './cache-control.js'
import { keepUnread, type Parsing } from './parsing.js'

export function parseText(reader: ObjectReader, parsing: Parsing): TextBlock {
  const citations = reader.optionalItems('citations') ?? []
  const text: TextBlock = {
    type: 'text',
    text: reader.string('text'),
    ...parseCacheControl(reader),
    ...(citations.length > 0 && {
      citations: { dialect: 'anthropic-messages', name: 'citations', json: citations.map(({ value }) => value) },
    }),
  }
  keepUnread(reader, parsing)
  return text
}

/** `content` and `system` are a string or blocks of text. Absent: none. */
export function parseTexts(owner: ObjectReader, name: string, parsing: Parsing): readonly TextBlock[] {
  const value = owner.any(name)
  if (typeof value === 'string') return [{ type: 'text', text: value }]
  return owner.optionalChildren(name).map((reader) => {
    if (reader.string('type') !== 'text') reader.fail('type', 'must be text')
    return parseText(reader, parsing)
  })
}
