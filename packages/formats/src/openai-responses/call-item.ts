import type { ResponseCustomToolCall, ResponseFunctionToolCall } from 'openai/resources/responses/responses'
import type { BlockStart } from '../model/answer.js'
import type { Tool } from '../model/conversation.js'
import { unwrapFreeForm } from '../tools/free-form-tool.js'
import type { EmitResponseEvent, ItemPlace } from './response-event.js'
import { clientToolName } from './tool-namespace.js'

type CallStart = Extract<BlockStart, { type: 'tool-call' }>

/** A call of the answer while it is made. */
export interface CallItem {
  readonly item: ResponseFunctionToolCall | ResponseCustomToolCall
  delta(text: string): void
  stop(): void
}

/** @param tool the client's, which says by what name and in what form it wants the call */
export function createCallItem(
  start: CallStart,
  tool: Tool | undefined,
  place: ItemPlace,
  emit: EmitResponseEvent,
): CallItem {
  if (start.isFreeForm || tool?.isFreeForm) return new CustomCallItem(start, tool, place, emit)
  return new FunctionCallItem(start, tool, place, emit)
}

class FunctionCallItem implements CallItem {
  readonly item: ResponseFunctionToolCall
  readonly #place: ItemPlace
  readonly #emit: EmitResponseEvent

  constructor({ id, name }: CallStart, tool: Tool | undefined, place: ItemPlace, emit: EmitResponseEvent) {
    this.item = {
      id: place.item_id,
      type: 'function_call',
      status: 'in_progress',
      arguments: '',
      call_id: id,
      ...clientToolName(name, tool),
    }
    this.#place = place
    this.#emit = emit
    emit({ type: 'response.output_item.added', output_index: place.output_index, item: this.item })
  }

  delta(delta: string): void {
    this.item.arguments += delta
    this.#emit({ type: 'response.function_call_arguments.delta', ...this.#place, delta })
  }

  stop(): void {
    if (this.item.arguments === '') this.delta('{}')
    const { arguments: json } = this.item
    this.#emit({ type: 'response.function_call_arguments.done', ...this.#place, arguments: json })
    this.item.status = 'completed'
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.output_index, item: this.item })
  }
}

/** Text of a free-form tool. Where a provider has JSON tools only, the text is inside of JSON, and comes when that is whole. */
class CustomCallItem implements CallItem {
  readonly item: ResponseCustomToolCall
  readonly #isWrapped: boolean
  readonly #place: ItemPlace
  readonly #emit: EmitResponseEvent
  #held = ''

  constructor({ id, name, isFreeForm }: CallStart, tool: Tool | undefined, place: ItemPlace, emit: EmitResponseEvent) {
    this.item = { id: place.item_id, type: 'custom_tool_call', call_id: id, input: '', ...clientToolName(name, tool) }
    this.#isWrapped = isFreeForm !== true
    this.#place = place
    this.#emit = emit
    emit({ type: 'response.output_item.added', output_index: place.output_index, item: this.item })
  }

  delta(delta: string): void {
    if (this.#isWrapped) this.#held += delta
    else this.#give(delta)
  }

  stop(): void {
    if (this.#isWrapped) this.#give(unwrapFreeForm(this.#held))
    this.#emit({ type: 'response.custom_tool_call_input.done', ...this.#place, input: this.item.input })
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.output_index, item: this.item })
  }

  #give(delta: string): void {
    if (delta === '') return
    this.item.input += delta
    this.#emit({ type: 'response.custom_tool_call_input.delta', ...this.#place, delta })
  }
}
