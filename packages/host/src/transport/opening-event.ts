/** As long as the error of a provider may be. */
const limitBytes = 64 * 1024
const blankLine = /\r\n\r\n|\n\n|\r\r/g

/** The first event of a stream that says something, found while its bytes come. */
export class OpeningEvent {
  #text = ''
  #isFound = false

  /** Nothing more need be read: it is here, or it is too long to be an error. */
  get isFound(): boolean {
    return this.#isFound
  }

  /** What is known of it: whole once found, unless it is too long. Bytes of UTF-8, one for each character. */
  get text(): string {
    return this.#text
  }

  push(chunk: Buffer): void {
    if (this.#isFound) return
    this.#text += chunk.toString('latin1')
    if (chunk.includes('\n') || chunk.includes('\r')) this.#skipSilence()
    this.#isFound ||= this.#text.length > limitBytes
  }

  /** Comments and pings are signs of life. */
  #skipSilence(): void {
    let start = 0
    for (const { index, 0: end } of this.#text.matchAll(blankLine)) {
      const event = this.#text.slice(start, index + end.length)
      if (/^data:/m.test(event) && !/^event: ?ping\b/m.test(event)) {
        this.#text = event
        this.#isFound = true
        return
      }
      start = index + end.length
    }
    this.#text = this.#text.slice(start)
  }
}
