import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { AssistantBlock, ReasoningBlock, ToolCallBlock } from '../model/block.js'
import { decodeSeal } from '../seal/decode-seal.js'
import { returnSeal } from '../seal/seal-holders.js'
import { parseCacheControl } from './cache-control.js'
import { parseText } from './parse-text.js'
import { keepUnread, type Parsing } from './parsing.js'

/** Content of an assistant message, in a request or as the answer. */
export function parseAssistantBlocks(readers: readonly ObjectReader[], parsing: Parsing): readonly AssistantBlock[] {
  let blocks: readonly AssistantBlock[] = []
  for (const reader of readers) {
    const block = parseBlock(reader, parsing)
    if (block === undefined) continue
    const travelling = block.type === 'reasoning' && block.seal?.holder !== undefined ? block.seal : undefined
    blocks = travelling === undefined ? [...blocks, block] : returnSeal(blocks, travelling)
  }
  return blocks
}

function parseBlock(reader: ObjectReader, parsing: Parsing): AssistantBlock | undefined {
  const type = reader.string('type')
  switch (type) {
    case 'text':
      return parseText(reader, parsing)
    case 'thinking':
      return parseThinking(reader)
    case 'redacted_thinking':
      return parseRedactedThinking(reader)
    case 'tool_use':
      return parseToolUse(reader, parsing)
    default:
      return { type: 'opaque', value: { dialect: 'anthropic-messages', name: type, json: reader.object } }
  }
}

function parseThinking(reader: ObjectReader): ReasoningBlock {
  const text = reader.string('thinking')
  const signature = reader.optionalString('signature') ?? ''
  const seal = signature === '' ? undefined : decodeSeal(signature, 'anthropic-messages')
  if (seal === undefined) return { type: 'reasoning', texts: [text] }
  if (seal.origin === 'anthropic-messages')
    return { type: 'reasoning', texts: [text], seal: { ...seal, texts: [text] } }
  return { type: 'reasoning', texts: seal.texts ?? [text], seal }
}

/** Absent: an envelope of ours that was damaged, which says nothing any more. */
function parseRedactedThinking(reader: ObjectReader): ReasoningBlock | undefined {
  const seal = decodeSeal(reader.string('data'), 'anthropic-messages')
  if (seal === undefined) return undefined
  if (seal.origin === 'anthropic-messages') {
    return { type: 'reasoning', texts: [], seal: { ...seal, isRedacted: true }, isRedacted: true }
  }
  return { type: 'reasoning', texts: seal.texts ?? [], seal }
}

function parseToolUse(reader: ObjectReader, parsing: Parsing): ToolCallBlock {
  const input = reader.any('input') ?? {}
  if (!isJsonObject(input)) reader.fail('input', 'must be an object')
  const caller = reader.any('caller')
  if (isJsonObject(caller) && caller['type'] !== 'direct') parsing.extras.set(reader.pathOf('caller'), caller)
  const call: ToolCallBlock = {
    type: 'tool-call',
    id: reader.string('id'),
    name: reader.string('name'),
    arguments: JSON.stringify(input),
    ...parseCacheControl(reader),
  }
  keepUnread(reader, parsing)
  return call
}
