import type { FileData } from '@google/genai'
import { refusedField } from '../fields/refused-field.js'
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import { parseDataUrl } from '../media/data-url.js'
import type { AudioBlock, DocumentBlock, ImageBlock, Media } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { guessMediaType } from './guess-media-type.js'

export type MediaBlock = ImageBlock | DocumentBlock | AudioBlock

/** Absent for a part that holds no media, and for kinds that other dialects do not have (video). */
export function parseMedia(part: ObjectReader): MediaBlock | undefined {
  const inline = part.optionalChild('inlineData')
  const file = part.optionalChild('fileData')
  if (inline !== undefined) {
    const mediaType = inline.string('mimeType').toLowerCase()
    return mediaBlock(mediaType, { kind: 'base64', mediaType, data: inline.string('data') }, inline)
  }
  if (file === undefined) return undefined
  const uri = file.string('fileUri')
  const mediaType = file.optionalString('mimeType')?.toLowerCase()
  return mediaBlock(mediaType ?? guessMediaType(uri) ?? 'application/pdf', fileMedia(uri, mediaType), file)
}

function fileMedia(uri: string, mediaType: string | undefined): Media {
  const type = compact({ mediaType })
  return isUpload(uri) ? { kind: 'file', id: uri, dialect: 'gemini', ...type } : { kind: 'url', url: uri, ...type }
}

/** Files that only Google's account can read. */
const isUpload = (uri: string): boolean =>
  !/^https?:/i.test(uri) || /^https:\/\/generativelanguage\.googleapis\.com\//i.test(uri)

function mediaBlock(mediaType: string, media: Media, holder: ObjectReader): MediaBlock | undefined {
  const name = compact({ name: holder.optionalString('displayName') })
  if (mediaType.startsWith('image/')) return { type: 'image', media }
  if (mediaType.startsWith('audio/')) return { type: 'audio', media }
  if (media.kind === 'base64' && mediaType === 'text/plain') {
    return { type: 'document', media: { kind: 'text', text: Buffer.from(media.data, 'base64').toString() }, ...name }
  }
  return mediaType.startsWith('video/') ? undefined : { type: 'document', media, ...name }
}

/**
 * `inlineData` or `fileData`.
 * @throws FormatError (400) for an upload at another provider
 */
export function renderMedia({ type, media }: MediaBlock, { origin }: Pick<Conversation, 'origin'>): JsonObject {
  switch (media.kind) {
    case 'text':
      return { inlineData: { mimeType: 'text/plain', data: Buffer.from(media.text).toString('base64') } }
    case 'base64':
      return { inlineData: { mimeType: media.mediaType, data: media.data } }
    case 'url': {
      const data = parseDataUrl(media.url)
      if (data !== undefined) return { inlineData: { mimeType: data.mediaType, data: data.data } }
      return { fileData: fileData(media.url, media.mediaType ?? guessMediaType(media.url) ?? usual[type]) }
    }
    case 'file':
      if (media.dialect !== 'gemini') throw refusedField(origin, 'file', 'names an upload that this provider has not')
      return { fileData: fileData(media.id, media.mediaType) }
  }
}

const usual = { image: 'image/jpeg', document: 'application/pdf', audio: 'audio/wav' } as const

function fileData(fileUri: string, mimeType: string | undefined): JsonObject {
  return compact({ fileUri, mimeType }) satisfies FileData
}
