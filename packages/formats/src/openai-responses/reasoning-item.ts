import type { ResponseReasoningItem } from 'openai/resources/responses/responses'
import type { Seal } from '../model/block.js'
import { encodeSeal } from '../seal/encode-seal.js'
import type { EmitResponseEvent, ItemPlace } from './response-event.js'

/** A thought of the answer while it is made: what may be shown is its summary, and the seal its encrypted content. */
export class ReasoningItem {
  readonly item: ResponseReasoningItem
  readonly #place: ItemPlace
  readonly #emit: EmitResponseEvent
  /** The part of the block that the last part of the summary is. */
  #part: number | undefined

  constructor(place: ItemPlace, emit: EmitResponseEvent) {
    this.item = { id: place.item_id, type: 'reasoning', summary: [] }
    this.#place = place
    this.#emit = emit
    emit({ type: 'response.output_item.added', output_index: place.output_index, item: this.item })
  }

  delta(delta: string, part: number): void {
    if (part !== this.#part) this.#openPart(part)
    const last = this.item.summary.at(-1)
    if (last !== undefined) last.text += delta
    this.#emit({
      type: 'response.reasoning_summary_text.delta',
      ...this.#place,
      summary_index: this.item.summary.length - 1,
      delta,
    })
  }

  stop(seal: Seal | undefined): void {
    this.#stopPart()
    if (seal !== undefined) this.item.encrypted_content = encodeSeal(seal, 'openai-responses')
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.output_index, item: this.item })
  }

  #openPart(part: number): void {
    this.#stopPart()
    this.#part = part
    const empty = { type: 'summary_text', text: '' } as const
    const summary_index = this.item.summary.push({ ...empty }) - 1
    this.#emit({ type: 'response.reasoning_summary_part.added', ...this.#place, summary_index, part: empty })
  }

  #stopPart(): void {
    const part = this.item.summary.at(-1)
    if (part === undefined) return
    const at = { ...this.#place, summary_index: this.item.summary.length - 1 }
    this.#emit({ type: 'response.reasoning_summary_text.done', ...at, text: part.text })
    this.#emit({ type: 'response.reasoning_summary_part.done', ...at, part })
  }
}
