import type { ObjectReader } from '../json/object-reader.js'
import type { ToolResultBlock, UserBlock } from '../model/block.js'
import { parseCacheControl } from './cache-control.js'
import { parseDocument, parseImage, parseSearchResult } from './parse-media.js'
import { parseText } from './parse-text.js'
import { keepUnread, type Parsing } from './parsing.js'

export function parseUserBlocks(readers: readonly ObjectReader[], parsing: Parsing): readonly UserBlock[] {
  return readers.flatMap((reader) => parseBlock(reader, parsing))
}

function parseBlock(reader: ObjectReader, parsing: Parsing): readonly UserBlock[] {
  if (reader.string('type') === 'tool_result') return [parseToolResult(reader, parsing)]
  const content = parseContent(reader, parsing)
  if (content !== undefined) return content
  const name = reader.string('type')
  if (!opaque.has(name)) return reader.fail('type', `cannot be ${name}: this kind of content is not known`)
  return [{ type: 'opaque', value: { dialect: 'anthropic-messages', name, json: reader.object } }]
}

/** Kinds of Anthropic's API that no other API has: https://platform.claude.com/docs/en/api/messages */
const opaque: ReadonlySet<string> = new Set(['container_upload', 'tool_reference'])

type Content = ToolResultBlock['content']

/** Absent: a kind that has no neutral meaning. */
function parseContent(reader: ObjectReader, parsing: Parsing): Content | undefined {
  switch (reader.string('type')) {
    case 'text':
      return [parseText(reader, parsing)]
    case 'image':
      return [parseImage(reader, parsing)]
    case 'document':
      return parseDocument(reader, parsing)
    case 'search_result':
      return [parseSearchResult(reader)]
    default:
      return undefined
  }
}

function parseToolResult(reader: ObjectReader, parsing: Parsing): ToolResultBlock {
  const result: ToolResultBlock = {
    type: 'tool-result',
    callId: reader.string('tool_use_id'),
    content: parseResultContent(reader, parsing),
    ...(reader.optionalBoolean('is_error') === true && { isError: true }),
    ...parseCacheControl(reader),
  }
  keepUnread(reader, parsing)
  return result
}

function parseResultContent(reader: ObjectReader, parsing: Parsing): Content {
  const content = reader.any('content')
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return reader.optionalChildren('content').flatMap((part) => {
    const blocks = parseContent(part, parsing)
    if (blocks === undefined) parsing.extras.set(part.path, part.object)
    return blocks ?? []
  })
}
