import type { ObjectReader } from '../json/object-reader.js'
import type { DocumentBlock, ImageBlock, Media } from '../model/block.js'
import { parseCacheControl } from './cache-control.js'
import { keepUnread, type Parsing } from './parsing.js'

export function parseImage(reader: ObjectReader, parsing: Parsing): ImageBlock {
  const source = reader.child('source')
  const media = parseMedia(source) ?? source.fail('type', 'must be base64, url or file')
  const image: ImageBlock = { type: 'image', media, ...parseCacheControl(reader) }
  keepUnread(reader, parsing)
  return image
}

/** A document of parts becomes its text and its images. */
export function parseDocument(reader: ObjectReader, parsing: Parsing): readonly (DocumentBlock | ImageBlock)[] {
  const source = reader.child('source')
  const name = reader.optionalString('title')
  const rest = { ...(name !== undefined && { name }), ...parseCacheControl(reader) }
  keepUnread(reader, parsing)
  const kind = source.optionalString('type')
  if (kind === 'text') return [textDocument(source.string('data'), rest)]
  if (kind === 'content') return parseParts(source, rest, parsing)
  const media = parseMedia(source) ?? source.fail('type', 'must be base64, text, content, url or file')
  const isPdf = media.kind === 'url' ? { ...media, mediaType: 'application/pdf' } : media
  return [{ type: 'document', media: isPdf, ...rest }]
}

/** What a search found is read by other models as a document. */
export function parseSearchResult(reader: ObjectReader): DocumentBlock {
  const texts = reader.children('content').map((part) => part.string('text'))
  return textDocument([reader.string('source'), ...texts].join('\n\n'), {
    name: reader.string('title'),
    ...parseCacheControl(reader),
  })
}

type DocumentRest = Pick<DocumentBlock, 'name' | 'cache'>

function textDocument(text: string, rest: DocumentRest): DocumentBlock {
  return { type: 'document', media: { kind: 'text', text }, ...rest }
}

function parseParts(
  source: ObjectReader,
  rest: DocumentRest,
  parsing: Parsing,
): readonly (DocumentBlock | ImageBlock)[] {
  const content = source.any('content')
  if (typeof content === 'string') return [textDocument(content, rest)]
  const texts: string[] = []
  const images: ImageBlock[] = []
  for (const part of source.children('content')) {
    if (part.string('type') === 'image') images.push(parseImage(part, parsing))
    else texts.push(part.string('text'))
  }
  return [textDocument(texts.join('\n\n'), rest), ...images]
}

function parseMedia(source: ObjectReader): Media | undefined {
  switch (source.string('type')) {
    case 'base64':
      return { kind: 'base64', mediaType: source.string('media_type'), data: source.string('data') }
    case 'url':
      return { kind: 'url', url: source.string('url') }
    case 'file':
      return { kind: 'file', id: source.string('file_id'), dialect: 'anthropic-messages' }
    default:
      return undefined
  }
}
