import type { StreamParser } from '../codec.js'
import { codecs } from '../codecs.js'
import { FormatError } from '../format-error.js'
import type { AnswerEvent } from '../model/answer.js'
import { brokenOff } from '../model/broken-off.js'
import type { Conversation } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'
import type { SseEvent } from '../sse/sse-event.js'
import { SseReader } from '../sse/sse-reader.js'
import { ClientToolNames } from '../tool-names/client-tool-names.js'

/** An answer that was broken off is an error for clients. */
function asError(event: AnswerEvent): AnswerEvent {
  if (event.type !== 'finish' || event.reason !== 'error') return event
  return { type: 'error', error: brokenOff(event.failure ?? { reason: 'error' }) }
}

/** Bytes of a provider's stream → neutral events: a `finish` or an `error` is the last one, and there is always one. */
export class StreamEvents {
  readonly #reader = new SseReader()
  readonly #parser: StreamParser
  readonly #names: ClientToolNames | undefined
  #isOver = false

  /** @param request what the client asked for: calls have the names of its tools. Absent: those that the provider was told */
  constructor(dialect: Dialect, request?: Conversation) {
    this.#parser = codecs[dialect].createStreamParser()
    this.#names = request === undefined ? undefined : new ClientToolNames(request, dialect)
  }

  /** Nothing more will come. */
  get isOver(): boolean {
    return this.#isOver
  }

  push(chunk: Uint8Array): readonly AnswerEvent[] {
    return this.#read(() => this.#parse(this.#reader.push(chunk)))
  }

  /** The connection ended, in good order or not. */
  end(): readonly AnswerEvent[] {
    return this.#read(() => [...this.#parse(this.#reader.end()), ...this.#parser.end()])
  }

  #parse(events: readonly SseEvent[]): readonly AnswerEvent[] {
    const [only] = events
    if (events.length === 1 && only !== undefined) return this.#parser.push(only)
    return events.flatMap((event) => this.#parser.push(event))
  }

  #read(parse: () => readonly AnswerEvent[]): readonly AnswerEvent[] {
    if (this.#isOver) return []
    try {
      return this.#upToEnd(parse())
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      return this.#upToEnd([{ type: 'error', error: { status: error.status, message: error.message } }])
    }
  }

  #upToEnd(events: readonly AnswerEvent[]): readonly AnswerEvent[] {
    const last = events.findIndex(({ type }) => type === 'finish' || type === 'error')
    this.#isOver = last !== -1
    const told = (last === -1 ? events : events.slice(0, last + 1)).map(asError)
    return this.#names?.inEvents(told) ?? told
  }
}
