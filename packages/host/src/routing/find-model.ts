// Finds the model of a request without parsing the request: most of a body is messages, and those are the provider's to read.

/** Where the model stands. */
export interface ModelSpan {
  readonly model: string
  /** Bytes before the opening quote. */
  readonly start: number
  /** Bytes up to and with the closing quote. */
  readonly end: number
}

const quote = 0x22
const backslash = 0x5c

/** `"model"` with each letter written as \uXXXX. */
const keyLimitBytes = 32
const nameLimitBytes = 4096

/**
 * The first member `model` at the top level of a JSON object, if it is a string; nothing after it is looked at.
 * @param chunks the start of a body, or all of it. Damaged JSON is not told from JSON: the provider finds out
 */
export function findModel(chunks: readonly Uint8Array[]): ModelSpan | undefined {
  const scanner = new TopLevelScanner()
  for (const chunk of chunks) {
    scanner.read(chunk)
    if (scanner.isDone) break
  }
  return scanner.found
}

class TopLevelScanner {
  found: ModelSpan | undefined
  isDone = false
  /** Bytes of the chunks before. */
  #offset = 0
  #depth = 0
  #expects: 'key' | 'colon' | 'value' | 'comma' = 'key'
  #isModel = false
  #inString = false
  #isEscaped = false
  /** Of a string that matters, with its quotes. */
  #kept: number[] | undefined
  #keptLimit = 0
  #start = 0

  read(chunk: Uint8Array): void {
    let at = 0
    const quotes = new Occurrences(chunk, quote)
    const backslashes = new Occurrences(chunk, backslash)
    while (at < chunk.length && !this.isDone) {
      if (this.#inString && this.#kept === undefined && !this.#isEscaped)
        at = Math.min(quotes.from(at), backslashes.from(at))
      const byte = chunk[at]
      if (byte === undefined) break
      if (this.#inString) this.#stringByte(byte, this.#offset + at)
      else this.#plainByte(byte, this.#offset + at)
      at += 1
    }
    this.#offset += chunk.length
  }

  #stringByte(byte: number, at: number): void {
    this.#keep(byte)
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === backslash) this.#isEscaped = true
    else if (byte === quote) this.#endString(at + 1)
  }

  #plainByte(byte: number, at: number): void {
    switch (byte) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
        return
      case quote:
        this.#startString(at)
        return
      case 0x7b: // {
      case 0x5b: // [
        this.#open(byte)
        return
      case 0x7d: // }
      case 0x5d: // ]
        this.#depth -= 1
        if (this.#depth === 1) this.#expects = 'comma'
        else if (this.#depth <= 0) this.isDone = true
        return
      default:
        if (this.#depth === 0) this.isDone = true
        else if (this.#depth === 1) this.#topLevelByte(byte)
    }
  }

  #topLevelByte(byte: number): void {
    if (byte === 0x3a && this.#expects === 'colon') this.#expects = 'value'
    else if (byte === 0x2c && this.#expects === 'comma') this.#expects = 'key'
    // A model that is a number, true or null; or no JSON.
    else if (this.#isModel || this.#expects === 'key' || this.#expects === 'colon') this.isDone = true
    else this.#expects = 'comma'
  }

  #open(byte: number): void {
    if (this.#depth === 0) this.isDone = byte !== 0x7b
    else if (this.#depth === 1 && (this.#isModel || this.#expects !== 'value')) this.isDone = true
    this.#depth += 1
  }

  #startString(at: number): void {
    this.#inString = true
    if (this.#depth > 1) return
    if (this.#depth === 0 || this.#expects === 'colon' || this.#expects === 'comma') {
      this.isDone = true
      return
    }
    if (this.#expects === 'value' && !this.#isModel) return
    this.#start = at
    this.#kept = [quote]
    this.#keptLimit = this.#expects === 'key' ? keyLimitBytes : nameLimitBytes
  }

  #keep(byte: number): void {
    if (this.#kept === undefined) return
    if (this.#kept.length < this.#keptLimit) this.#kept.push(byte)
    else this.#kept = undefined
  }

  #endString(end: number): void {
    this.#inString = false
    if (this.#depth > 1) return
    const text = this.#kept === undefined ? undefined : parsedString(this.#kept)
    this.#kept = undefined
    if (this.#expects === 'key') {
      this.#isModel = text === 'model'
      this.#expects = 'colon'
      return
    }
    this.#expects = 'comma'
    if (!this.#isModel) return
    this.isDone = true
    if (text !== undefined) this.found = { model: text, start: this.#start, end }
  }
}

function parsedString(bytes: readonly number[]): string | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString())
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Remembers where a byte comes next, so that a chunk is searched for it once, however often somebody asks. */
class Occurrences {
  readonly #chunk: Uint8Array
  readonly #byte: number
  #next = -1

  constructor(chunk: Uint8Array, byte: number) {
    this.#chunk = chunk
    this.#byte = byte
  }

  /** The end of the chunk when there is none. */
  from(at: number): number {
    if (this.#next < at) {
      const found = this.#chunk.indexOf(this.#byte, at)
      this.#next = found === -1 ? this.#chunk.length : found
    }
    return this.#next
  }
}
