// The content of messages and of results: a string, or parts.
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { AssistantBlock, DocumentBlock, ImageBlock, TextBlock, UserBlock } from '../model/block.js'
import { parseCacheMark } from '../openai/cache-breakpoint.js'
import { parseFile } from '../openai/file-part.js'
import { parseDetail, parseImageUrl } from '../openai/image-part.js'

export function parseSystemContent(message: ObjectReader): readonly TextBlock[] {
  return parseParts(message, 'content', (part) => {
    const type = part.string('type')
    return isTextType(type) ? parseText(part) : part.fail('type', `cannot be ${type} in a system message`)
  })
}

export function parseUserContent(message: ObjectReader): readonly UserBlock[] {
  return parseParts<UserBlock>(message, 'content', (part) => {
    if (part.string('type') !== 'input_audio') return parseInputPart(part)
    const audio = part.child('input_audio')
    const mediaType = `audio/${audio.string('format')}`
    return [{ type: 'audio', media: { kind: 'base64', mediaType, data: audio.string('data') } }]
  })
}

export function parseAssistantContent(message: ObjectReader): readonly AssistantBlock[] {
  return parseParts(message, 'content', parseAssistantPart)
}

export function parseAssistantPart(part: ObjectReader): readonly AssistantBlock[] {
  const type = part.string('type')
  if (type === 'refusal') return [{ type: 'refusal', text: part.string('refusal') }]
  return isTextType(type) ? parseText(part) : part.fail('type', `cannot be ${type} in a message of the assistant`)
}

export function parseResultContent(item: ObjectReader): readonly (TextBlock | ImageBlock | DocumentBlock)[] {
  return parseParts(item, 'output', parseInputPart)
}

function parseParts<T>(
  reader: ObjectReader,
  name: string,
  parse: (part: ObjectReader) => readonly T[],
): readonly (T | TextBlock)[] {
  const content = reader.any(name)
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  if (content !== undefined && !Array.isArray(content)) reader.fail(name, 'must be a string or an array of parts')
  return reader.children(name).flatMap((part) => parse(part))
}

function parseInputPart(part: ObjectReader): readonly (TextBlock | ImageBlock | DocumentBlock)[] {
  const type = part.string('type')
  if (isTextType(type)) return parseText(part)
  const cache = parseCacheMark(part)
  if (type === 'input_image') return [compact({ ...parseImage(part), cache })]
  if (type === 'input_file') return [compact({ ...parseFile(part, 'openai-responses'), cache })]
  return part.fail('type', `cannot be ${type}: use input_text, input_image or input_file`)
}

function parseImage(part: ObjectReader): ImageBlock {
  const detail = parseDetail(part.optionalString('detail'))
  const url = part.optionalString('image_url')
  if (url !== undefined) return compact({ type: 'image', media: parseImageUrl(url, part.pathOf('image_url')), detail })
  const id = part.optionalString('file_id')
  if (id === undefined) return part.fail('image_url', 'is required, or file_id')
  return compact({ type: 'image', media: { kind: 'file', id, dialect: 'openai-responses' }, detail })
}

/** Each role has a name of its own for text; clients mix them up. */
function isTextType(type: string): boolean {
  return type === 'input_text' || type === 'output_text' || type === 'text'
}

/** Some providers refuse an empty text. */
function parseText(part: ObjectReader): readonly TextBlock[] {
  const text = part.string('text')
  return text === '' ? [] : [compact({ type: 'text', text, cache: parseCacheMark(part) })]
}
