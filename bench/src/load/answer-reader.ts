const endOfHead = Buffer.from('\r\n\r\n')
const endOfChunks = Buffer.from('\r\n0\r\n\r\n')

/**
 * Finds the end of each answer on a connection that never has two requests under way: by its length, or by its last chunk,
 * which no event of the bench looks like. Lean, so that the load is far from the limit of what is measured.
 */
export class AnswerReader {
  /** Of the answer under way, or of the last one. */
  status = 0
  /** Bytes after the head so far, chunk sizes included. */
  bodyBytes = 0
  #head: Buffer = Buffer.alloc(0)
  #inBody = false
  /** undefined: it comes in chunks. */
  #length: number | undefined
  #tail: Buffer = Buffer.alloc(0)

  /**
   * @returns whether the answer is complete
   * @throws Error for an answer that ends with its connection
   */
  push(chunk: Buffer): boolean {
    let body = chunk
    if (!this.#inBody) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
      const end = this.#head.indexOf(endOfHead)
      if (end === -1) return false
      this.#begin(this.#head.toString('latin1', 0, end + 2))
      // With the end of the head, so that a body of no chunk but the last is seen.
      this.#tail = this.#head.subarray(end + 2, end + 4)
      body = this.#head.subarray(end + 4)
    }
    this.bodyBytes += body.length
    const complete = this.#length === undefined ? this.#isLastChunk(body) : this.bodyBytes >= this.#length
    if (complete) {
      this.#inBody = false
      this.#head = Buffer.alloc(0)
    }
    return complete
  }

  #begin(head: string): void {
    this.status = Number(head.slice(9, 12))
    this.bodyBytes = 0
    this.#inBody = true
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    this.#length = length === undefined ? undefined : Number(length)
    if (this.#length === undefined && !/\r\ntransfer-encoding: *chunked/i.test(head))
      throw new Error(`an answer with neither a length nor chunks:\n${head}`)
  }

  #isLastChunk(body: Buffer): boolean {
    const enough = body.length >= endOfChunks.length
    this.#tail = (enough ? body : Buffer.concat([this.#tail, body])).subarray(-endOfChunks.length)
    return this.#tail.equals(endOfChunks)
  }
}
