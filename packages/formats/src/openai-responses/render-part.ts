import type { ResponseInputContent, ResponseInputText } from 'openai/resources/responses/responses'
import { refusedField } from '../fields/refused-field.js'
import { compact } from '../json/compact.js'
import type { AudioBlock, DocumentBlock, ImageBlock, TextBlock, ToolResultBlock } from '../model/block.js'
import type { Dialect } from '../model/dialect.js'
import { renderFile, renderTextDocument } from '../openai/file-part.js'
import { renderImageUrl } from '../openai/image-part.js'
import { isOpenAIDialect } from '../openai/openai-dialect.js'

type Part = TextBlock | ImageBlock | DocumentBlock | AudioBlock

/** @param origin what the client speaks, for errors */
export function renderPart(block: Part, origin: Dialect): ResponseInputContent {
  switch (block.type) {
    case 'text':
      return text(block.text)
    case 'image':
      return renderImage(block, origin)
    case 'document':
      return renderDocument(block, origin)
    case 'audio':
    default:
      throw refusedField(origin, 'audio', 'cannot be sent to the provider of this model')
  }
}

/** One text as a string, all else as parts. */
export function renderResultOutput(block: ToolResultBlock, origin: Dialect): string | ResponseInputContent[] {
  const [first, ...others] = block.content
  if (first === undefined) return ''
  if (first.type === 'text' && others.length === 0) return first.text
  return block.content.map((part) => renderPart(part, origin))
}

function renderImage({ media, detail = 'auto' }: ImageBlock, origin: Dialect): ResponseInputContent {
  if (media.kind !== 'file') return compact({ type: 'input_image', detail, image_url: renderImageUrl(media) })
  if (isOpenAIDialect(media.dialect)) return { type: 'input_image', detail, file_id: media.id }
  throw uploadedElsewhere(origin)
}

function renderDocument({ media, name }: DocumentBlock, origin: Dialect): ResponseInputContent {
  if (media.kind === 'text') return text(renderTextDocument(media.text, name))
  if (media.kind === 'url') return { type: 'input_file', file_url: media.url }
  const file = renderFile(media, name)
  if (file === undefined) throw uploadedElsewhere(origin)
  return { type: 'input_file', ...file }
}

function uploadedElsewhere(origin: Dialect): Error {
  return refusedField(origin, 'file', 'was uploaded to another provider: send its content instead')
}

function text(value: string): ResponseInputText {
  return { type: 'input_text', text: value }
}
