// Dialects that have one open block at a time get blocks one after the other, however they came.
import type { AnswerEvent } from '../model/answer.js'

type BlockEvent = Extract<AnswerEvent, { readonly index: number }>

/** As much as a long answer, some times over. */
const maxHeldCharacters = 32 * 1024 * 1024

/** Holds back what belongs to later blocks until the earlier one has stopped; blocks keep the order of their beginnings. */
export class BlockSequence {
  /** Unfinished blocks in order; the first is the one that is open for the client. */
  #waiting: { readonly index: number; readonly held: BlockEvent[] }[] = []
  #heldCharacters = 0

  push(event: AnswerEvent): readonly AnswerEvent[] {
    switch (event.type) {
      case 'start':
      case 'error':
        return [event]
      case 'finish':
        return [...this.#releaseAll(), event]
      case 'block-start':
        this.#waiting.push({ index: event.index, held: [] })
        return this.#pass(event)
      case 'delta':
      case 'block-stop':
        return this.#pass(event)
    }
  }

  #pass(event: BlockEvent): readonly AnswerEvent[] {
    const [first] = this.#waiting
    if (first?.index === event.index) {
      return event.type === 'block-stop' ? [event, ...this.#next()] : [event]
    }
    this.#waiting.find(({ index }) => index === event.index)?.held.push(event)
    if (event.type === 'delta') this.#heldCharacters += event.text.length
    return this.#heldCharacters > maxHeldCharacters ? [tooMuch] : []
  }

  /** The open block has stopped: what was held for the following ones, up to one that is still open. */
  #next(): readonly AnswerEvent[] {
    this.#waiting.shift()
    const [first] = this.#waiting
    if (first === undefined) {
      this.#heldCharacters = 0
      return []
    }
    const events = first.held.splice(0)
    const hasStopped = events.at(-1)?.type === 'block-stop'
    return hasStopped ? [...events, ...this.#next()] : events
  }

  /** The answer is over: blocks that did not stop do so now. */
  #releaseAll(): readonly AnswerEvent[] {
    const events: AnswerEvent[] = []
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      events.push({ type: 'block-stop', index: first.index }, ...this.#next())
    }
    return events
  }
}

const tooMuch: AnswerEvent = {
  type: 'error',
  error: { status: 502, message: 'The provider sent too many parts at once' },
}
