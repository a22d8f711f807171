import type { Block, DocumentBlock, Media } from './model/block.js'
import type { Conversation, HostedTool, Tool } from './model/conversation.js'
import { isHostedTool } from './tools/find-tool.js'

/** What an image of usual size costs at the providers. */
const tokensPerImage = 1500
/** Of a PDF, whose pages are read as text and as images. */
const bytesPerPdfToken = 40
const tokensPerTurn = 4

/** A rough count of a request's tokens, without any tokenizer: good for "does it fit", not for billing. */
export function estimateTokenCount({ system, turns, tools, output }: Conversation): number {
  const schema = output?.type === 'json-schema' ? jsonTokens(output.schema) : 0
  return (
    sum(system.map(({ text }) => textTokens(text))) +
    sum(turns.map(({ blocks }) => tokensPerTurn + sum(blocks.map((block) => blockTokens(block))))) +
    sum(tools.map((tool) => toolTokens(tool))) +
    schema
  )
}

function blockTokens(block: Block): number {
  switch (block.type) {
    case 'text':
    case 'refusal':
      return textTokens(block.text)
    case 'reasoning':
      return sum(block.texts.map((text) => textTokens(text)))
    case 'tool-call':
      return textTokens(block.name) + textTokens(block.arguments) + tokensPerTurn
    case 'tool-result':
      return tokensPerTurn + sum(block.content.map((part) => blockTokens(part)))
    case 'image':
    case 'audio':
      return tokensPerImage
    case 'document':
      return documentTokens(block.media)
    case 'opaque':
      return jsonTokens(block.value.json)
  }
}

function documentTokens(media: Media | Extract<DocumentBlock['media'], { kind: 'text' }>): number {
  if (media.kind === 'text') return textTokens(media.text)
  return media.kind === 'base64' ? Math.ceil((media.data.length * 0.75) / bytesPerPdfToken) : tokensPerImage
}

function toolTokens(tool: Tool | HostedTool): number {
  if (isHostedTool(tool)) return jsonTokens(tool.hosted.json)
  return textTokens(tool.name) + textTokens(tool.description ?? '') + jsonTokens(tool.parameters ?? {}) + tokensPerTurn
}

function jsonTokens(value: unknown): number {
  return textTokens(JSON.stringify(value) ?? '')
}

/** Four Latin characters are a token, other scripts take one or more for each character. */
function textTokens(text: string): number {
  let other = 0
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x24f) other++
  return Math.ceil((text.length - other) / 4 + other / 1.5)
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
