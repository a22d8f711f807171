import type { DocumentBlockParam, ImageBlockParam } from '@anthropic-ai/sdk/resources/messages'
import type { DocumentBlock, ImageBlock, Media } from '../model/block.js'
import { renderCacheControl } from './cache-control.js'
import type { Rendering } from './rendering.js'

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const

export function renderImage(block: ImageBlock, rendering: Rendering): ImageBlockParam {
  return { type: 'image', source: imageSource(block.media, rendering), ...renderCacheControl(block.cache) }
}

export function renderDocument(block: DocumentBlock, rendering: Rendering): DocumentBlockParam {
  return {
    type: 'document',
    source: documentSource(block.media, rendering),
    ...(block.name !== undefined && { title: block.name }),
    ...renderCacheControl(block.cache),
  }
}

function imageSource(media: Media, rendering: Rendering): ImageBlockParam['source'] {
  switch (media.kind) {
    case 'base64': {
      const type = media.mediaType.toLowerCase().replace('image/jpg', 'image/jpeg')
      const known = imageTypes.find((candidate) => candidate === type)
      if (known === undefined)
        throw rendering.refused('image', `cannot be ${type}: Claude reads JPEG, PNG, GIF and WebP`)
      return { type: 'base64', media_type: known, data: media.data }
    }
    case 'url':
      return { type: 'url', url: media.url }
    case 'file':
      return fileSource(media, rendering)
  }
}

function documentSource(media: DocumentBlock['media'], rendering: Rendering): DocumentBlockParam['source'] {
  switch (media.kind) {
    case 'text':
      return { type: 'text', media_type: 'text/plain', data: media.text }
    case 'base64':
      return contentSource(media.mediaType.toLowerCase(), media.data, rendering)
    case 'url':
      return { type: 'url', url: media.url }
    case 'file':
      return fileSource(media, rendering)
  }
}

function contentSource(type: string, data: string, rendering: Rendering): DocumentBlockParam['source'] {
  if (type === 'application/pdf') return { type: 'base64', media_type: type, data }
  if (/^text\/|^application\/(json|xml|yaml|toml)\b/.test(type)) {
    return { type: 'text', media_type: 'text/plain', data: Buffer.from(data, 'base64').toString() }
  }
  throw rendering.refused('document', `cannot be ${type}: Claude reads PDF and text`)
}

function fileSource(media: Extract<Media, { kind: 'file' }>, rendering: Rendering): { type: 'file'; file_id: string } {
  if (media.dialect === 'anthropic-messages') return { type: 'file', file_id: media.id }
  throw rendering.refused('file', 'is an upload at another provider: send the bytes')
}
