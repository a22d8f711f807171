import type { ObjectReader } from '../json/object-reader.js'
import type { BlockStart } from '../model/answer.js'
import type { AssistantBlock } from '../model/block.js'
import type { AnswerEmitter } from '../stream/answer-emitter.js'
import { startOf } from '../stream/events-of.js'
import type { AnswerContents } from './finish-reason.js'
import { parseAssistantPart } from './parse-content.js'
import { parseOutputItem } from './parse-output-item.js'
import { parseToolCall } from './parse-tool-call.js'

/** A block of the answer that an item, or a part of one, has become. */
interface OpenBlock {
  readonly index: number
  /** Characters that were given on, by part. */
  readonly sent: Map<number, number>
}

/**
 * The items of a stream, each a block or (a message) several. A server may leave out deltas, or say only at the end what an
 * item is: what is missing is then taken from the whole item.
 */
export class OpenItems implements AnswerContents {
  readonly #answer: AnswerEmitter
  /** By the place of the item, and of the part of a message: `2`, `1.0`. */
  readonly #blocks = new Map<string, OpenBlock>()
  /** Ids of whole items: where items have no place, the end of the stream repeats them at another one. */
  readonly #finished = new Set<string>()
  hasToolCall = false
  hasRefusal = false

  constructor(answer: AnswerEmitter) {
    this.#answer = answer
  }

  /** Reads an event that is about one item. Others are left alone. */
  read(type: string, event: ObjectReader): void {
    const place = placeOf(event)
    const part = `${place}.${event.optionalNumber('content_index') ?? 0}`
    switch (type) {
      case 'response.output_item.added':
        return this.#add(place, event.child('item'))
      case 'response.output_item.done':
        return this.finish(place, event.child('item'))
      case 'response.output_text.delta':
        return this.#delta(this.#block(part, { type: 'text' }), event)
      case 'response.refusal.delta':
        return this.#delta(this.#block(part, { type: 'refusal' }), event)
      case 'response.reasoning_summary_text.delta':
        return this.#delta(this.#block(place, { type: 'reasoning' }), event, 'summary_index')
      case 'response.reasoning_text.delta':
        return this.#delta(this.#block(place, { type: 'reasoning' }), event, 'content_index')
      case 'response.function_call_arguments.delta':
      case 'response.custom_tool_call_input.delta':
        return this.#delta(this.#blocks.get(place), event)
      case 'response.output_text.done':
        return this.#stopPart(part, event.optionalString('text'))
      case 'response.refusal.done':
        return this.#stopPart(part, event.optionalString('refusal'))
    }
  }

  /** The item is whole: gives on what was not, and stops its blocks. Once per item. */
  finish(place: string, item: ObjectReader): void {
    const id = item.optionalString('id')
    if (id !== undefined && this.#finished.has(id)) return
    if (id !== undefined) this.#finished.add(id)
    if (item.object['type'] !== 'message') {
      for (const block of parseOutputItem(item)) this.#finishBlock(place, block)
      return
    }
    for (const [index, part] of item.optionalChildren('content').entries()) {
      for (const block of parseAssistantPart(part)) this.#finishBlock(`${place}.${index}`, block)
    }
  }

  /** What the item will be is known for calls; messages and thoughts begin with their texts, hosted tools when done. */
  #add(place: string, item: ObjectReader): void {
    const type = item.string('type')
    if (type !== 'function_call' && type !== 'custom_tool_call') return
    const { id, name, isFreeForm } = parseToolCall(item, type)
    this.#block(place, { type: 'tool-call', id, name, ...(isFreeForm && { isFreeForm }) })
  }

  #block(place: string, start: BlockStart): OpenBlock {
    const known = this.#blocks.get(place)
    if (known !== undefined) return known
    if (start.type === 'tool-call') this.hasToolCall = true
    if (start.type === 'refusal') this.hasRefusal = true
    const block: OpenBlock = { index: this.#answer.open(start), sent: new Map() }
    this.#blocks.set(place, block)
    return block
  }

  #delta(block: OpenBlock | undefined, event: ObjectReader, partName?: string): void {
    if (block === undefined) return
    this.#send(block, event.optionalString('delta') ?? '', partName && event.optionalNumber(partName))
  }

  #send(block: OpenBlock, text: string, part: number | '' | undefined): void {
    const key = part || 0
    block.sent.set(key, (block.sent.get(key) ?? 0) + text.length)
    this.#answer.delta(block.index, text, part === '' ? undefined : part)
  }

  #stopPart(place: string, whole: string | undefined): void {
    const block = this.#blocks.get(place)
    if (block === undefined) return
    this.#sendRest(block, whole ?? '')
    this.#answer.stop(block.index)
  }

  #finishBlock(place: string, whole: AssistantBlock): void {
    const block = this.#block(place, startOf(whole))
    if (whole.type === 'reasoning') {
      const hasParts = block.sent.size > 0
      if (!hasParts) for (const [part, text] of whole.texts.entries()) this.#send(block, text, part)
      return this.#answer.stop(block.index, whole.seal)
    }
    if (whole.type === 'tool-call') this.#sendRest(block, whole.arguments)
    else if (whole.type !== 'opaque') this.#sendRest(block, whole.text)
    this.#answer.stop(block.index)
  }

  #sendRest(block: OpenBlock, whole: string): void {
    this.#send(block, whole.slice(block.sent.get(0) ?? 0), undefined)
  }
}

/** Where the item is in the answer; servers that do not count items name them. */
function placeOf(event: ObjectReader): string {
  return String(event.optionalNumber('output_index') ?? event.optionalString('item_id') ?? '0')
}
