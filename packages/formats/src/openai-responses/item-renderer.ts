import type {
  ResponseCustomToolCall,
  ResponseCustomToolCallOutput,
  ResponseFunctionToolCall,
  ResponseInputItem,
} from 'openai/resources/responses/responses'
import { isJsonObject } from '../json/is-json-object.js'
import type { AssistantBlock, OpaqueBlock, ToolCallBlock, ToolResultBlock, UserBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { openaiToolIds } from '../openai/tool-id-rule.js'
import type { RenderNotes } from '../render-notes.js'
import { ToolIdMap } from '../tool-ids/tool-id-map.js'
import { renderInputReasoning } from './render-input-reasoning.js'
import { renderPart, renderResultOutput } from './render-part.js'

/** Blocks of one conversation → items, in their order. Parts of a message that follow each other stay together. */
export class ItemRenderer {
  readonly #conversation: Conversation
  readonly #notes: RenderNotes
  readonly #ids = new ToolIdMap(openaiToolIds)
  readonly #freeFormCalls = new Set<string>()

  constructor(conversation: Conversation, notes: RenderNotes) {
    this.#conversation = conversation
    this.#notes = notes
  }

  user(blocks: readonly UserBlock[]): readonly JsonObject[] {
    return joinMessages(
      'user',
      blocks.map((block) => {
        if (block.type === 'opaque') return { item: this.#opaque(block) }
        if (block.type === 'tool-result') return { item: this.#result(block) }
        return { part: renderPart(block, this.#conversation.origin) }
      }),
    )
  }

  assistant(blocks: readonly AssistantBlock[]): readonly JsonObject[] {
    return joinMessages(
      'assistant',
      blocks.map((block) => {
        switch (block.type) {
          case 'text':
            return { part: { type: 'output_text', text: block.text, annotations: [] } }
          case 'refusal':
            return { part: { type: 'refusal', refusal: block.text } }
          case 'tool-call':
            return { item: this.#call(block) }
          case 'reasoning':
            return { item: renderInputReasoning(block, this.#notes) }
          case 'opaque':
          default:
            return { item: this.#opaque(block) }
        }
      }),
    )
  }

  #call(block: ToolCallBlock): JsonObject {
    const call_id = this.#ids.call(block.id)
    if (block.isFreeForm !== true) {
      const { name, arguments: json } = block
      return { ...({ type: 'function_call', call_id, name, arguments: json } satisfies ResponseFunctionToolCall) }
    }
    this.#freeFormCalls.add(call_id)
    const { name, arguments: input } = block
    return { ...({ type: 'custom_tool_call', call_id, name, input } satisfies ResponseCustomToolCall) }
  }

  #result(block: ToolResultBlock): JsonObject {
    if (block.isError === true) this.#notes.drop('toolResultError')
    const call_id = this.#ids.result(block.callId)
    const output = renderResultOutput(block, this.#conversation.origin)
    if (this.#freeFormCalls.has(call_id)) {
      return { ...({ type: 'custom_tool_call_output', call_id, output } satisfies ResponseCustomToolCallOutput) }
    }
    return { ...({ type: 'function_call_output', call_id, output } satisfies ResponseInputItem.FunctionCallOutput) }
  }

  #opaque({ value }: OpaqueBlock): JsonObject | undefined {
    if (value.dialect === 'openai-responses' && isJsonObject(value.json)) return value.json
    this.#notes.drop('hostedTool')
    return undefined
  }
}

/** An item of its own, or a part of the message that is being made. */
type Piece = { readonly item: JsonObject | undefined } | { readonly part: object }

function joinMessages(role: 'user' | 'assistant', pieces: readonly Piece[]): readonly JsonObject[] {
  const items: JsonObject[] = []
  let content: object[] | undefined
  for (const piece of pieces) {
    if ('part' in piece) {
      if (content === undefined) items.push({ type: 'message', role, content: (content = []) })
      content.push(piece.part)
    } else if (piece.item !== undefined) {
      content = undefined
      items.push(piece.item)
    }
  }
  return items
}
