import type { Transform } from 'node:stream'
import { finished } from 'node:stream/promises'

/** Encoded bytes that wait for the decoder. */
const waitingLimitBytes = 1024 * 1024
/** Bytes that may come out of one answer. */
const decodedLimitBytes = 64 * 1024 * 1024

/**
 * Decodes an answer beside its way to the client, on other threads; the client's bytes are not touched and wait for nothing.
 * A decoder that falls behind by 1 MiB, or of which more than 64 MiB come, is given up.
 */
export class SideCopy {
  readonly #decoder: Transform
  readonly #over: Promise<boolean>
  #left = decodedLimitBytes

  /** @param read what was decoded, as it comes */
  constructor(decoder: Transform, read: (bytes: Buffer) => void) {
    this.#decoder = decoder
    this.#over = finished(decoder).then(
      () => true,
      () => false,
    )
    decoder.on('data', (bytes: Buffer) => {
      this.#left -= bytes.length
      if (this.#left < 0) decoder.destroy()
      else read(bytes)
    })
  }

  push(bytes: Buffer): void {
    if (this.#decoder.destroyed) return
    if (this.#decoder.writableLength + bytes.length > waitingLimitBytes) this.#decoder.destroy()
    else this.#decoder.write(bytes)
  }

  /** Nothing comes any more. @returns false when it could not be read to its end */
  async end(): Promise<boolean> {
    this.#decoder.end()
    return this.#over
  }
}
