import type { Transform } from 'node:stream'
import { finished } from 'node:stream/promises'

/** Encoded bytes that wait for the decoder. */
const waitingLimitBytes = 1024 * 1024
/** Bytes that may come out of any answer. */
const decodedBytes = 16 * 1024 * 1024
/** Bytes that may come out for each that went in, past that. What models write has far less. */
const decodedRatio = 100

/**
 * Decodes an answer beside its way to the client, on other threads; the client's bytes are not touched and wait for nothing.
 * Keeps nothing of what comes out, and gives up a decoder that falls behind by 1 MiB, or of which hundredfold comes.
 */
export class SideCopy {
  readonly #decoder: Transform
  readonly #over: Promise<boolean>
  #encoded = 0
  #decoded = 0

  /** @param read what was decoded, as it comes */
  constructor(decoder: Transform, read: (bytes: Buffer) => void) {
    this.#decoder = decoder
    this.#over = finished(decoder).then(
      () => true,
      () => false,
    )
    decoder.on('data', (bytes: Buffer) => {
      this.#decoded += bytes.length
      if (this.#decoded > Math.max(decodedBytes, this.#encoded * decodedRatio)) decoder.destroy()
      else read(bytes)
    })
  }

  push(bytes: Buffer): void {
    if (this.#decoder.destroyed) return
    this.#encoded += bytes.length
    if (this.#decoder.writableLength + bytes.length > waitingLimitBytes) this.#decoder.destroy()
    else this.#decoder.write(bytes)
  }

  /** Nobody wants to know. */
  discard(): void {
    this.#decoder.destroy()
  }

  /** Nothing comes any more. @returns false when it could not be read to its end */
  async end(): Promise<boolean> {
    this.#decoder.end()
    return this.#over
  }
}
