interface Call {
  readonly id: string
  readonly name: string
}

/**
 * Ids of calls and results, which Gemini may leave out: made from their place then, so that the same conversation has the
 * same ids in every request; a result without one belongs to the first call of its name that has none yet.
 */
export class CallIds {
  #open: Call[] = []
  #turn = 0
  #made = 0

  nextTurn(): void {
    this.#turn++
    this.#made = 0
  }

  call(name: string, id: string | undefined): string {
    const call = { id: id ?? this.#make(), name }
    this.#open.push(call)
    return call.id
  }

  result(name: string, id: string | undefined): string {
    const call = this.#open.find((open) => (id === undefined ? open.name === name : open.id === id))
    if (call !== undefined) this.#open = this.#open.filter((open) => open !== call)
    return id ?? call?.id ?? this.#make()
  }

  #make(): string {
    return `call_${this.#turn}_${this.#made++}`
  }
}
