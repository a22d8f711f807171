// Files, whose members are the same in both dialects of OpenAI (Chat has no URL).
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import { parseDataUrl, writeDataUrl } from '../media/data-url.js'
import type { DocumentBlock, Media } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'
import { isOpenAIDialect } from './openai-dialect.js'

/** @throws FormatError (400) when it has neither data, nor a URL, nor an id */
export function parseFile(reader: ObjectReader, dialect: Dialect): DocumentBlock {
  const name = reader.optionalString('filename')
  return compact({ type: 'document', media: parseFileMedia(reader, dialect, name), name })
}

function parseFileMedia(reader: ObjectReader, dialect: Dialect, name: string | undefined): Media {
  const data = reader.optionalString('file_data')
  if (data !== undefined) return parseDataUrl(data) ?? { kind: 'base64', mediaType: mediaTypeOf(name), data }
  const url = reader.optionalString('file_url')
  if (url !== undefined) return { kind: 'url', url }
  const id = reader.optionalString('file_id')
  if (id !== undefined) return { kind: 'file', id, dialect }
  return reader.fail('file_data', 'is required, or file_id')
}

/** OpenAI takes base64 without a media type too, and goes by the name then. */
function mediaTypeOf(name: string | undefined): string {
  if (name === undefined || /\.pdf$/i.test(name)) return 'application/pdf'
  return /\.(txt|md|csv|json|xml|html?)$/i.test(name) ? 'text/plain' : 'application/octet-stream'
}

export interface RenderedFile {
  file_data?: string
  file_id?: string
  filename?: string
}

/** Absent for what OpenAI cannot know: an upload at another provider. */
export function renderFile(media: Exclude<Media, { kind: 'url' }>, name: string | undefined): RenderedFile | undefined {
  if (media.kind === 'base64') return { file_data: writeDataUrl(media), filename: name ?? defaultName(media.mediaType) }
  return isOpenAIDialect(media.dialect) ? { file_id: media.id } : undefined
}

/** The API wants a name beside data. */
function defaultName(mediaType: string): string {
  return mediaType === 'application/pdf' ? 'document.pdf' : 'document'
}

/** A document that is text, as a text: providers read few kinds of files, and all of them read this. */
export function renderTextDocument(text: string, name: string | undefined): string {
  return `<document${name === undefined ? '' : ` name=${JSON.stringify(name)}`}>\n${text}\n</document>`
}
