/** What the upstream has to know of a request. */
export interface ReadRequest {
  readonly path: string
  /** As much of the body as names the model. */
  readonly bodyStart: string
}

const endOfHead = Buffer.from('\r\n\r\n')
const bodyStartBytes = 4096

/**
 * Reads the requests of one connection, one after the other: of bodies that say their length, since that is what all clients
 * and proxies of the bench send. Lean, so that the upstream is far from the limit of what is measured.
 */
export class RequestReader {
  #head: Buffer = Buffer.alloc(0)
  #path: string | undefined
  #bodyStart: Buffer[] = []
  #kept = 0
  #missing = 0

  /**
   * @returns the request that this chunk completes; undefined: more is to come
   * @throws Error for a body without a length, and when another request follows before the answer
   */
  push(chunk: Buffer): ReadRequest | undefined {
    let body = chunk
    let path = this.#path
    if (path === undefined) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
      const end = this.#head.indexOf(endOfHead)
      if (end === -1) return undefined
      const head = this.#head.toString('latin1', 0, end + 2)
      path = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/1.'))
      this.#path = path
      if (/\r\ntransfer-encoding:/i.test(head))
        throw new Error('the upstream of the bench takes bodies with a length only')
      this.#missing = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
      body = this.#head.subarray(end + 4)
    }
    if (body.length > this.#missing) throw new Error('the upstream of the bench takes one request at a time')
    if (this.#kept < bodyStartBytes && body.length > 0) {
      // The rest of the chunk is not held.
      const start = Buffer.from(body.subarray(0, bodyStartBytes - this.#kept))
      this.#bodyStart.push(start)
      this.#kept += start.length
    }
    this.#missing -= body.length
    return this.#missing === 0 ? this.#take(path) : undefined
  }

  #take(path: string): ReadRequest {
    const bodyStart = Buffer.concat(this.#bodyStart).toString()
    this.#head = Buffer.alloc(0)
    this.#path = undefined
    this.#bodyStart = []
    this.#kept = 0
    return { path, bodyStart }
  }
}
