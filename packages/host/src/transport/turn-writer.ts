import type { ServerResponse } from 'node:http'

/**
 * Writes what comes in one turn of the event loop as one piece: a read from a provider's socket may hold many small events,
 * and each write of its own costs as much as all of them together. Nothing waits for a later turn.
 */
export class TurnWriter {
  readonly #outgoing: ServerResponse
  readonly #written: (piece: Buffer) => void
  #chunks: Buffer[] = []
  #isScheduled = false

  /** @param written told of each piece that went to the socket */
  constructor(outgoing: ServerResponse, written: (piece: Buffer) => void) {
    this.#outgoing = outgoing
    this.#written = written
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.schedule()
  }

  /** At the end of this turn at least the head goes out. */
  schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    process.nextTick(this.#onTurnEnd)
  }

  /** Writes what is left, at once. */
  flush(): void {
    const piece = this.#take()
    if (piece === undefined) return
    this.#outgoing.write(piece)
    this.#written(piece)
  }

  /** Writes what is left, and ends the answer. */
  end(): void {
    const piece = this.#take()
    if (piece === undefined) this.#outgoing.end()
    else this.#outgoing.end(piece)
  }

  readonly #onTurnEnd = (): void => {
    this.#isScheduled = false
    if (this.#outgoing.destroyed || this.#outgoing.writableEnded) return
    if (this.#chunks.length > 0) this.flush()
    else this.#outgoing.flushHeaders()
  }

  #take(): Buffer | undefined {
    const chunks = this.#chunks
    if (chunks.length === 0) return undefined
    this.#chunks = []
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
  }
}
