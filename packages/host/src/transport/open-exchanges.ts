interface OpenExchange<E> {
  readonly exchange: E
  readonly run: Promise<void>
  place: number
}

/**
 * The exchanges under way. In an array, since one comes and one goes all the time: a Map then often moves to a new table, and
 * its old ones point to each other, so that to the garbage collector what was in them looks alive until a full collection.
 * Everything of every request was copied by it; it was a tenth of the work, in pauses of 50 ms.
 */
export class OpenExchanges<E> {
  readonly #all: OpenExchange<E>[] = []

  /** @returns takes it out again */
  add(exchange: E, run: Promise<void>): () => void {
    const entry = { exchange, run, place: this.#all.length }
    this.#all.push(entry)
    return () => {
      const last = this.#all.pop()
      if (last === undefined || last === entry) return
      last.place = entry.place
      this.#all[entry.place] = last
    }
  }

  get all(): readonly E[] {
    return this.#all.map(({ exchange }) => exchange)
  }

  /** Resolves when those that are under way now are over. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#all.map(({ run }) => run))
  }
}
