/** Lets work wait that no client waits for: what several put off in one turn of the event loop runs in a row after it. */
export class TurnEnd {
  #over: Promise<void> | undefined

  wait(): Promise<void> {
    this.#over ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#over = undefined
        resolve()
      })
    })
    return this.#over
  }
}
