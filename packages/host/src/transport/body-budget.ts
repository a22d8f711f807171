/** Bytes of request bodies that all requests together may keep, and how long a client may be silent while it sends one. */
export class BodyBudget {
  /** Milliseconds. */
  readonly silenceMs: number
  readonly total: number
  #left: number

  constructor(bytes: number, silenceMs = 300_000) {
    this.total = bytes
    this.#left = bytes
    this.silenceMs = silenceMs
  }

  /** False: nothing was taken. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false
    this.#left -= bytes
    return true
  }

  give(bytes: number): void {
    this.#left += bytes
  }

  get left(): number {
    return this.#left
  }
}
