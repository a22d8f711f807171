import type { AnswerEvent, BlockStart, FinishReason, ProviderError, Usage } from '../model/answer.js'
import type { Seal } from '../model/block.js'

/** Collects the events of one answer in a legal order: one start, no delta of a closed block, nothing after the end. */
export class AnswerEmitter {
  readonly #open = new Set<number>()
  #events: AnswerEvent[] = []
  #nextIndex = 0
  #hasStarted = false
  #hasOpened = false
  #hasEnded = false

  get hasStarted(): boolean {
    return this.#hasStarted
  }

  /** A block has begun since the last start. */
  get hasOpened(): boolean {
    return this.#hasOpened
  }

  get hasEnded(): boolean {
    return this.#hasEnded
  }

  /** What was collected since the last call. */
  take(): readonly AnswerEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  /** Only the first call counts. */
  start(start: Omit<Extract<AnswerEvent, { type: 'start' }>, 'type'>): void {
    if (this.#hasStarted) return
    this.#hasStarted = true
    this.#emit({ type: 'start', ...start })
  }

  /** The provider begins anew: what it began before is no part of the answer. */
  restart(): void {
    this.#open.clear()
    this.#hasStarted = false
    this.#hasOpened = false
  }

  /** @returns the index of the block */
  open(block: BlockStart): number {
    const index = this.#nextIndex++
    this.#hasOpened = true
    this.#open.add(index)
    this.#emit({ type: 'block-start', index, block })
    return index
  }

  isOpen(index: number): boolean {
    return this.#open.has(index)
  }

  /** An empty text is none. */
  delta(index: number, text: string, part?: number): void {
    if (text === '' || !this.#open.has(index)) return
    this.#emit({ type: 'delta', index, text, ...(part !== undefined && { part }) })
  }

  stop(index: number, seal?: Seal): void {
    if (!this.#open.delete(index)) return
    this.#emit({ type: 'block-stop', index, ...(seal !== undefined && { seal }) })
  }

  /** Stops what is open. */
  finish(reason: FinishReason, usage: Usage | undefined, stopSequence?: string): void {
    for (const index of this.#open) this.stop(index)
    this.#emit({
      type: 'finish',
      reason,
      ...(stopSequence !== undefined && { stopSequence }),
      ...(usage !== undefined && { usage }),
    })
    this.#hasEnded = true
  }

  fail(error: ProviderError): void {
    this.#emit({ type: 'error', error })
    this.#hasEnded = true
  }

  /** The connection ended: an error unless the answer did too. */
  end(): void {
    if (this.#hasEnded) return
    this.fail({ status: 502, message: 'The provider closed the stream before the answer was complete' })
  }

  #emit(event: AnswerEvent): void {
    if (!this.#hasEnded) this.#events.push(event)
  }
}
