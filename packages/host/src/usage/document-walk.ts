import type { WantedMember } from './find-member.js'

const quote = 0x22
const backslash = 0x5c
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

export interface WantedValue extends WantedMember {
  /** Brackets that may be around it, from the outermost of the document; nearer to the outermost wins. */
  readonly maximumDepth: number
  /** Bytes of a value; a longer one is not kept. */
  readonly limitBytes: number
}

interface FoundValue {
  /** Brackets around its member that the walk saw open, less those that it saw close. */
  readonly depth: number
  readonly text: string
}

/**
 * Goes from a key to the end of its JSON document. How deep the key lies is known only there, by the brackets that were left
 * to close: so what a model said in the arguments of a call is told from what the provider says, and nothing that came
 * before the key has to be looked at or kept. Keeps at most `maximumDepth` values.
 */
export class DocumentWalk {
  readonly #wanted: WantedValue
  readonly #isEventStream: boolean
  #values: readonly FoundValue[] = []
  #depth = 0
  #isString = false
  #isEscaped = false
  /** Bytes of the key that the open string repeats; -1: it is another. */
  #matched = -1
  #expected: 'colon' | 'value' | undefined
  /** What surrounds the value that is being read. */
  #valueDepth: number | undefined
  /** Where the unread rest of it begins in the bytes at hand. */
  #valueStart = 0
  #valueParts: Buffer[] = []
  #valueLength = 0
  #isLineEmpty = false
  #isAfterReturn = false
  #isBroken = false
  #isOver = false

  /** @param isEventStream documents are events, and an empty line ends one */
  constructor(wanted: WantedValue, isEventStream: boolean) {
    this.#wanted = wanted
    this.#isEventStream = isEventStream
  }

  /** The document ended, or where the walk began was no such member. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** @returns the index of the first byte that it did not take */
  push(bytes: Buffer, from: number): number {
    let at = from
    this.#valueStart = from
    while (at < bytes.length && !this.#isOver)
      at = this.#isString ? this.#passString(bytes, at) : this.#passStructure(bytes, at)
    if (this.#valueDepth !== undefined) this.#collect(bytes)
    return at
  }

  /** The text of the value, once its document has ended. */
  result(): string | undefined {
    if (this.#isString || this.#isBroken) return undefined
    let best: FoundValue | undefined
    for (const value of this.#values) {
      const depth = value.depth - this.#depth
      const isWanted = depth >= 1 && depth <= this.#wanted.maximumDepth
      if (isWanted && (best === undefined || value.depth <= best.depth)) best = value
    }
    return best?.text
  }

  #passString(bytes: Buffer, from: number): number {
    const { key } = this.#wanted
    let at = from
    while (this.#matched > 0 && at < bytes.length) {
      if (bytes[at] === key[this.#matched]) {
        this.#matched += 1
        at += 1
        if (this.#matched === key.length) return this.#endString(bytes, at)
      } else {
        this.#matched = -1
        if (this.#endIfIdle()) return at
      }
    }
    if (this.#isEscaped && at < bytes.length) {
      this.#isEscaped = false
      at += 1
    }
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte > backslash) continue
      if (byte === quote) return this.#endString(bytes, at + 1)
      if (byte === backslash) at += 1
      else if (byte === lineFeed) {
        // No string has one: this is no JSON.
        this.#isBroken = true
        this.#isString = false
        return at
      }
    }
    // The last byte was a backslash.
    if (at > bytes.length) this.#isEscaped = true
    return bytes.length
  }

  /** @param end behind its last quote */
  #endString(bytes: Buffer, end: number): number {
    const isKey = this.#matched === this.#wanted.key.length && this.#valueDepth === undefined
    this.#isString = false
    this.#matched = -1
    if (this.#wanted.opening === quote && this.#valueDepth !== undefined) this.#endValue(bytes, end)
    if (isKey) this.#expected = 'colon'
    else this.#endIfIdle()
    return end
  }

  #passStructure(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === lineFeed || byte === carriageReturn) {
        this.#endLine(byte)
        if (this.#isOver) return at + 1
        continue
      }
      this.#isLineEmpty = false
      this.#isAfterReturn = false
      if (byte <= space) continue
      if (byte === colon && this.#expected === 'colon') {
        this.#expected = 'value'
        continue
      }
      if (this.#expected === 'value' && byte === this.#wanted.opening) this.#beginValue(at)
      this.#expected = undefined
      if (byte === quote) {
        this.#isString = true
        this.#matched = 1
        return at + 1
      }
      if (byte === openBrace || byte === openBracket) this.#depth += 1
      else if (byte === closeBrace || byte === closeBracket) {
        this.#depth -= 1
        if (this.#valueDepth === this.#depth) this.#endValue(bytes, at + 1)
      }
      if (this.#endIfIdle()) return at + 1
    }
    return bytes.length
  }

  #endLine(byte: number): void {
    // The second half of a line's end.
    const isRest = byte === lineFeed && this.#isAfterReturn
    this.#isAfterReturn = byte === carriageReturn
    if (isRest) return
    if (this.#isEventStream && this.#isLineEmpty) this.#isOver = true
    this.#isLineEmpty = true
  }

  /** Without a value, as long as none is begun, there is nothing to decide at the end of the document. */
  #endIfIdle(): boolean {
    if (this.#values.length === 0 && this.#valueDepth === undefined && this.#expected === undefined) this.#isOver = true
    return this.#isOver
  }

  #beginValue(at: number): void {
    this.#valueDepth = this.#depth
    this.#valueStart = at
    this.#valueParts = []
    this.#valueLength = 0
  }

  #collect(bytes: Buffer): void {
    this.#valueLength += bytes.length - this.#valueStart
    if (this.#valueLength > this.#wanted.limitBytes) this.#valueParts = []
    // A copy: the whole chunk would be kept otherwise.
    else this.#valueParts.push(Buffer.from(bytes.subarray(this.#valueStart)))
  }

  #endValue(bytes: Buffer, end: number): void {
    const text = this.#valueText(bytes, end)
    const depth = this.#valueDepth
    this.#valueDepth = undefined
    if (text === undefined || depth === undefined) return
    const value = { depth, text }
    this.#values = this.#values.length === 0 ? [value] : this.#withValue(value)
  }

  /** undefined: it is too long. */
  #valueText(bytes: Buffer, end: number): string | undefined {
    if (this.#valueLength + end - this.#valueStart > this.#wanted.limitBytes) return undefined
    if (this.#valueParts.length === 0) return bytes.toString('utf8', this.#valueStart, end)
    const parts = [...this.#valueParts, bytes.subarray(this.#valueStart, end)]
    this.#valueParts = []
    return Buffer.concat(parts).toString()
  }

  /** Of values at many depths only those stay that can still lie where one is wanted; of two at one depth, the last. */
  #withValue(value: FoundValue): readonly FoundValue[] {
    const values = [...this.#values.filter(({ depth }) => depth !== value.depth), value]
    const deepest = Math.min(...values.map(({ depth }) => depth)) + this.#wanted.maximumDepth - 1
    return values.filter(({ depth }) => depth <= deepest)
  }
}
