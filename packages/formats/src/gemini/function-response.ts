import type { FunctionResponse } from '@google/genai'
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { DocumentBlock, ImageBlock, OpaqueBlock, ToolResultBlock, UserBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { CallIds } from './call-ids.js'
import { type MediaBlock, parseMedia, renderMedia } from './media.js'
import { partName } from './part-name.js'

/** A result, and beside it what a result cannot hold elsewhere. */
export function parseFunctionResponse(reader: ObjectReader, ids: CallIds): readonly UserBlock[] {
  const id = reader.optionalString('id')
  const name = reader.string('name')
  const { text, isError } = readResponse(reader.optionalChild('response')?.object ?? {})
  const media = reader.optionalChildren('parts').flatMap((part) => parsePart(part))
  const result: ToolResultBlock = {
    type: 'tool-result',
    callId: ids.result(name, id === '' ? undefined : id),
    content: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...media.filter(isResultMedia)],
    ...(isError && { isError }),
  }
  return [result, ...media.filter((block) => !isResultMedia(block))]
}

function parsePart(part: ObjectReader): readonly (MediaBlock | OpaqueBlock)[] {
  const block = parseMedia(part)
  if (block !== undefined) return [block]
  const name = partName(part)
  return name === undefined ? [] : [{ type: 'opaque', value: { dialect: 'gemini', name, json: part.object } }]
}

/** `output` and `error` are Google's names for the whole of a result; any other object is one itself. */
function readResponse(response: JsonObject): { readonly text: string; readonly isError: boolean } {
  const [[name, value] = [], ...others] = Object.entries(response)
  if (name === undefined) return { text: '', isError: false }
  const isNamed = others.length === 0 && (name === 'output' || name === 'error')
  const content = isNamed ? value : response
  return { text: typeof content === 'string' ? content : JSON.stringify(content), isError: isNamed && name === 'error' }
}

function isResultMedia(block: MediaBlock | OpaqueBlock): block is ImageBlock | DocumentBlock {
  return block.type === 'image' || block.type === 'document'
}

export interface RenderedResult {
  readonly response: JsonObject
  /** Of its pictures and files, as parts of the response or beside it. */
  readonly media: readonly JsonObject[]
}

export function renderFunctionResponse(
  block: ToolResultBlock,
  { id, name }: { readonly id: string; readonly name: string },
  conversation: Pick<Conversation, 'origin'>,
): RenderedResult {
  const texts = block.content.flatMap((item) => (item.type === 'text' ? [item.text] : []))
  const media = block.content.flatMap((item) => (item.type === 'text' ? [] : [renderMedia(item, conversation)]))
  const text = texts.join('\n')
  const response = {
    id,
    name,
    response: block.isError === true ? { error: text } : { output: text },
  } satisfies FunctionResponse
  return { response, media }
}

/** With its media in it, as Gemini 3 takes them. */
export function withMedia({ response, media }: RenderedResult): JsonObject {
  return { functionResponse: compact({ ...response, parts: media.length > 0 ? media : undefined }) }
}
