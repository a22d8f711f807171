import type { ChatCompletionContentPart } from 'openai/resources/chat/completions'
import { refusedField } from '../fields/refused-field.js'
import { compact } from '../json/compact.js'
import type { AudioBlock, DocumentBlock, ImageBlock, TextBlock } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'
import { renderFile, renderTextDocument } from '../openai/file-part.js'
import { renderImageUrl } from '../openai/image-part.js'

/** @param origin what the client speaks, for errors */
export function renderPart(
  block: TextBlock | ImageBlock | DocumentBlock | AudioBlock,
  origin: Dialect,
): ChatCompletionContentPart {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text }
    case 'image':
      return renderImage(block, origin)
    case 'document':
      return renderDocument(block, origin)
    case 'audio':
    default:
      return renderAudio(block, origin)
  }
}

function renderImage({ media, detail }: ImageBlock, origin: Dialect): ChatCompletionContentPart {
  const url = renderImageUrl(media)
  if (url === undefined) throw refusedField(origin, 'file', 'was uploaded elsewhere: send its content instead')
  return { type: 'image_url', image_url: compact({ url, detail }) }
}

function renderDocument({ media, name }: DocumentBlock, origin: Dialect): ChatCompletionContentPart {
  if (media.kind === 'text') return { type: 'text', text: renderTextDocument(media.text, name) }
  if (media.kind === 'url') {
    throw refusedField(origin, 'documentUrl', 'cannot be sent to the provider of this model: send its content instead')
  }
  const file = renderFile(media, name)
  if (file === undefined) throw refusedField(origin, 'file', 'was uploaded elsewhere: send its content instead')
  return { type: 'file', file }
}

function renderAudio({ media }: AudioBlock, origin: Dialect): ChatCompletionContentPart {
  const format = media.kind === 'base64' ? formatOf(media.mediaType) : undefined
  if (media.kind !== 'base64' || format === undefined) {
    throw refusedField(origin, 'audio', 'must be mp3 or wav, with its content')
  }
  return { type: 'input_audio', input_audio: { data: media.data, format } }
}

function formatOf(mediaType: string): 'mp3' | 'wav' | undefined {
  if (/^audio\/(mp3|mpeg)$/i.test(mediaType)) return 'mp3'
  return /^audio\/(x-)?wave?$/i.test(mediaType) ? 'wav' : undefined
}
