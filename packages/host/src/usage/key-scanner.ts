import { DocumentWalk, type WantedValue } from './document-walk.js'
import { findMember } from './find-member.js'

export interface KeyScannerOptions extends WantedValue {
  /** Documents are events. Absent or false: there is one document. */
  readonly isEventStream: boolean
  /** The value of each document that has one, as its text. */
  found(text: string): void
}

/** Looks for a member of JSON documents in bytes that pass, wherever they are cut. */
export class KeyScanner {
  readonly #options: KeyScannerOptions
  #walk: DocumentWalk | undefined
  /** The last byte of what passed. */
  #before = 0

  constructor(options: KeyScannerOptions) {
    this.#options = options
  }

  push(bytes: Buffer): void {
    const { isEventStream } = this.#options
    for (let at = 0; at < bytes.length; ) {
      if (this.#walk === undefined) {
        at = findMember(bytes, at, this.#options, this.#before)
        if (at === -1) break
        this.#walk = new DocumentWalk(this.#options, isEventStream)
      }
      at = this.#walk.push(bytes, at)
      if (this.#walk.isOver) this.end()
    }
    this.#before = bytes[bytes.length - 1] ?? this.#before
  }

  /** The last document is whole. */
  end(): void {
    const text = this.#walk?.result()
    this.#walk = undefined
    if (text !== undefined) this.#options.found(text)
  }
}
