import { createParser, type EventSourceParser } from 'eventsource-parser'
import { FormatError } from '../format-error.js'
import type { SseEvent } from './sse-event.js'

/** A tool's arguments or an image can be one line. More than this is no stream of a model. */
const maxSseCharacters = 10 * 1024 * 1024

/** Bytes of an event stream, cut anywhere → its events. Holds one unfinished event. */
export class SseReader {
  readonly #decoder = new TextDecoder()
  readonly #parser: EventSourceParser
  readonly #limit: number
  #events: SseEvent[] = []
  #isTooLong = false

  /** @param limit characters of one event */
  constructor(limit: number = maxSseCharacters) {
    this.#limit = limit
    this.#parser = createParser({
      maxBufferSize: limit,
      onEvent: ({ event, data }) => {
        if (data.length > limit) this.#isTooLong = true
        else this.#events.push(event === undefined ? { data } : { event, data })
      },
      onError: ({ type }) => {
        if (type === 'max-buffer-size-exceeded') this.#isTooLong = true
      },
    })
  }

  /** @throws FormatError (502) when an event is longer than the limit; the reader cannot go on then */
  push(chunk: Uint8Array): readonly SseEvent[] {
    return this.#feed(this.#decoder.decode(chunk, { stream: true }))
  }

  /**
   * The connection ended: an event that lacks only its empty line counts, as some servers leave it out.
   * @throws FormatError (502) as `push`
   */
  end(): readonly SseEvent[] {
    return this.#feed(`${this.#decoder.decode()}\n\n`)
  }

  #feed(text: string): readonly SseEvent[] {
    if (!this.#isTooLong) this.#parser.feed(text)
    if (this.#isTooLong) throw new FormatError(502, `The provider sent an event of more than ${this.#limit} characters`)
    const events = this.#events
    this.#events = []
    return events
  }
}
