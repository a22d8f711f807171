import type { FunctionResponse } from '@google/genai'
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { DocumentBlock, ImageBlock, ToolResultBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { CallIds } from './call-ids.js'
import { type MediaBlock, parseMedia, renderMedia } from './media.js'

export function parseFunctionResponse(reader: ObjectReader, ids: CallIds): ToolResultBlock {
  const id = reader.optionalString('id')
  const name = reader.string('name')
  const { text, isError } = readResponse(reader.optionalChild('response')?.object ?? {})
  const media = reader.optionalChildren('parts').map((part) => parseMedia(part))
  return {
    type: 'tool-result',
    callId: ids.result(name, id === '' ? undefined : id),
    content: [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...media.filter(isResultMedia)],
    ...(isError && { isError }),
  }
}

/** `output` and `error` are Google's names for the whole of a result; any other object is one itself. */
function readResponse(response: JsonObject): { readonly text: string; readonly isError: boolean } {
  const [[name, value] = [], ...others] = Object.entries(response)
  if (name === undefined) return { text: '', isError: false }
  const isNamed = others.length === 0 && (name === 'output' || name === 'error')
  const content = isNamed ? value : response
  return { text: typeof content === 'string' ? content : JSON.stringify(content), isError: isNamed && name === 'error' }
}

function isResultMedia(block: MediaBlock | undefined): block is ImageBlock | DocumentBlock {
  return block !== undefined && block.type !== 'audio'
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
