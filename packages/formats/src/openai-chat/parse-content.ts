// The content of messages: a string, or parts.
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { ImageBlock, RefusalBlock, TextBlock, ToolResultBlock, UserBlock } from '../model/block.js'
import { parseCacheMark } from '../openai/cache-breakpoint.js'
import { parseFile } from '../openai/file-part.js'
import { parseDetail, parseImageUrl } from '../openai/image-part.js'

/** Of messages that can be text only. */
export function parseTextContent(message: ObjectReader): readonly TextBlock[] {
  return parseParts(message, (part) => {
    const type = part.string('type')
    return type === 'text' ? parseText(part) : part.fail('type', `cannot be ${type}: use text`)
  })
}

/** Of the assistant: `null` beside calls. */
export function parseContentText(message: ObjectReader): readonly (TextBlock | RefusalBlock)[] {
  if (message.any('content') === undefined) return []
  return parseParts<TextBlock | RefusalBlock>(message, (part) => {
    const type = part.string('type')
    if (type === 'refusal') return [{ type, text: part.string('refusal') }]
    return type === 'text' ? parseText(part) : part.fail('type', `cannot be ${type} in a message of the assistant`)
  })
}

export function parseUserContent(message: ObjectReader): readonly UserBlock[] {
  return parseParts<UserBlock>(message, (part) =>
    part.string('type') === 'input_audio'
      ? [parseAudio(part)]
      : parseMediaPart(part, 'text, image_url, file or input_audio'),
  )
}

/** OpenAI takes text; some clients, and providers that they are made for, have pictures and files too. */
export function parseResultContent(message: ObjectReader): ToolResultBlock['content'] {
  return parseParts(message, (part) => parseMediaPart(part, 'text, image_url or file'))
}

function parseMediaPart(part: ObjectReader, possible: string): ToolResultBlock['content'] {
  const type = part.string('type')
  const cache = parseCacheMark(part)
  switch (type) {
    case 'text':
      return parseText(part)
    case 'image_url':
      return [compact({ ...parseImage(part), cache })]
    case 'file':
      return [compact({ ...parseFile(part.child('file'), 'openai-chat'), cache })]
    default:
      return part.fail('type', `cannot be ${type}: use ${possible}`)
  }
}

function parseParts<T>(message: ObjectReader, parse: (part: ObjectReader) => readonly T[]): readonly (T | TextBlock)[] {
  const content = message.any('content')
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }]
  if (content !== undefined && !Array.isArray(content)) message.fail('content', 'must be a string or an array of parts')
  return message.children('content').flatMap((part) => parse(part))
}

/** Some clients write the URL itself where an object with it belongs. */
function parseImage(part: ObjectReader): ImageBlock {
  const image = typeof part.any('image_url') === 'string' ? undefined : part.child('image_url')
  const url = image === undefined ? part.string('image_url') : image.string('url')
  const media = parseImageUrl(url, image?.pathOf('url') ?? part.pathOf('image_url'))
  return compact({ type: 'image', media, detail: parseDetail(image?.optionalString('detail')) })
}

function parseAudio(part: ObjectReader): UserBlock {
  const audio = part.child('input_audio')
  const mediaType = `audio/${audio.string('format')}`
  return { type: 'audio', media: { kind: 'base64', mediaType, data: audio.string('data') } }
}

/** Some providers refuse an empty text. */
function parseText(part: ObjectReader): readonly TextBlock[] {
  const text = part.string('text')
  return text === '' ? [] : [compact({ type: 'text', text, cache: parseCacheMark(part) })]
}
