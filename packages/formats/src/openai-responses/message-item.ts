import type { ResponseOutputMessage, ResponseOutputText } from 'openai/resources/responses/responses'
import type { EmitResponseEvent, ItemPlace } from './response-event.js'

/** A message of the answer while it is made. Texts and refusals that follow each other are its parts. */
export class MessageItem {
  readonly item: ResponseOutputMessage
  readonly #place: ItemPlace
  readonly #emit: EmitResponseEvent
  readonly #openParts = new Set<number>()
  #isLast = true
  #isDone = false

  constructor(place: ItemPlace, emit: EmitResponseEvent) {
    this.item = { id: place.item_id, type: 'message', status: 'in_progress', content: [], role: 'assistant' }
    this.#place = place
    this.#emit = emit
    emit({ type: 'response.output_item.added', output_index: place.output_index, item: this.item })
  }

  /** @returns the index of the new part */
  open(type: 'text' | 'refusal'): number {
    const part = type === 'text' ? emptyText() : ({ type: 'refusal', refusal: '' } as const)
    const content_index = this.item.content.push({ ...part }) - 1
    this.#openParts.add(content_index)
    this.#emit({ type: 'response.content_part.added', ...this.#place, content_index, part })
    return content_index
  }

  delta(content_index: number, delta: string): void {
    const part = this.item.content[content_index]
    if (part === undefined) return
    if (part.type === 'output_text') {
      part.text += delta
      this.#emit({ type: 'response.output_text.delta', ...this.#place, content_index, delta, logprobs: [] })
    } else {
      part.refusal += delta
      this.#emit({ type: 'response.refusal.delta', ...this.#place, content_index, delta })
    }
  }

  stop(content_index: number): void {
    const part = this.item.content[content_index]
    if (part === undefined || !this.#openParts.delete(content_index)) return
    if (part.type === 'output_text') {
      const { text } = part
      this.#emit({ type: 'response.output_text.done', ...this.#place, content_index, text, logprobs: [] })
    } else {
      this.#emit({ type: 'response.refusal.done', ...this.#place, content_index, refusal: part.refusal })
    }
    this.#emit({ type: 'response.content_part.done', ...this.#place, content_index, part })
    if (!this.#isLast) this.close()
  }

  /** Another item follows, or the answer ends: the message is done as soon as its parts are. */
  close(status: 'completed' | 'incomplete' = 'completed'): void {
    this.#isLast = false
    if (this.#isDone || this.#openParts.size > 0) return
    this.#isDone = true
    this.item.status = status
    this.#emit({ type: 'response.output_item.done', output_index: this.#place.output_index, item: this.item })
  }
}

function emptyText(): ResponseOutputText {
  return { type: 'output_text', annotations: [], logprobs: [], text: '' }
}
