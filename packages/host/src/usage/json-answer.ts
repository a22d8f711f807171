import type { Dialect } from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'
import { isJsonObject, parseJson } from '@ccproxy/formats/json'
import { AnswerScan } from './answer-scan.js'
import { type Counted, countedMembers, modelLimitBytes, saysTokens } from './counted.js'
import { shallowestMember } from './shallowest-member.js'

/** Of answers that are kept until they are whole; in a longer one is looked as it passes. */
const wholeLimitBytes = 64 * 1024

/** An answer that is one JSON document. To parse one that is short is less work than to look at each of its bytes on the way. */
export class JsonAnswer implements Counted {
  readonly #dialect: Dialect
  #chunks: Buffer[] = []
  #length = 0
  #long: AnswerScan | undefined
  #document: unknown

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  push(bytes: Buffer): void {
    this.#length += bytes.length
    if (this.#long === undefined && this.#length > wholeLimitBytes) {
      this.#long = new AnswerScan(this.#dialect, false)
      for (const chunk of this.#chunks) this.#long.push(chunk)
      this.#chunks = []
    }
    if (this.#long === undefined) this.#chunks.push(bytes)
    else this.#long.push(bytes)
  }

  end(): void {
    const [only] = this.#chunks
    if (this.#long !== undefined) this.#long.end()
    else if (only !== undefined)
      this.#document = parseJson((this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks)).toString())
    this.#chunks = []
  }

  get usage(): JsonObject | undefined {
    if (this.#long !== undefined) return this.#long.usage
    const { usage, maximumDepth } = countedMembers[this.#dialect]
    const found = shallowestMember(this.#document, usage, isJsonObject, maximumDepth)
    return found !== undefined && saysTokens(Object.keys(found).join()) ? found : undefined
  }

  get model(): string | undefined {
    if (this.#long !== undefined) return this.#long.model
    const { model, maximumDepth } = countedMembers[this.#dialect]
    const found = shallowestMember(this.#document, model, isString, maximumDepth)
    return found === '' || Buffer.byteLength(found ?? '') > modelLimitBytes ? undefined : found
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}
