import type { Dialect } from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'
import { isJsonObject, parseJson } from '@ccproxy/formats/json'
import { type Counted, type CountedMembers, countedMembers, modelLimitBytes, saysTokens } from './counted.js'
import { KeyScanner } from './key-scanner.js'

/** Bytes of a usage object; those of the providers have a few hundred. Up to six are kept at a time. */
const usageLimitBytes = 8 * 1024

/** With their quotes. */
interface Words {
  readonly usage: Buffer
  readonly model: Buffer
}

const wordsOf = ({ usage, model }: CountedMembers): Words => ({
  usage: Buffer.from(`"${usage}"`),
  model: Buffer.from(`"${model}"`),
})

const words: Readonly<Record<Dialect, Words>> = {
  'anthropic-messages': wordsOf(countedMembers['anthropic-messages']),
  'openai-chat': wordsOf(countedMembers['openai-chat']),
  'openai-responses': wordsOf(countedMembers['openai-responses']),
  gemini: wordsOf(countedMembers.gemini),
}

const openBrace = 0x7b
const quote = 0x22

/** Looks at the bytes as they pass, of answers of any length and of each event of a stream. Parses nothing until it is asked. */
export class AnswerScan implements Counted {
  readonly #dialect: Dialect
  readonly #usage: KeyScanner
  #modelScan: KeyScanner | undefined
  #model: string | undefined
  #first: string | undefined
  #last: string | undefined

  constructor(dialect: Dialect, isEventStream: boolean) {
    const { usage, model } = words[dialect]
    const { maximumDepth } = countedMembers[dialect]
    this.#dialect = dialect
    this.#usage = new KeyScanner({
      key: usage,
      opening: openBrace,
      maximumDepth,
      limitBytes: usageLimitBytes,
      isEventStream,
      found: (text) => this.#keepUsage(text),
    })
    this.#modelScan = new KeyScanner({
      key: model,
      opening: quote,
      maximumDepth,
      limitBytes: modelLimitBytes,
      isEventStream,
      found: (text) => this.#keepModel(text),
    })
  }

  push(bytes: Buffer): void {
    this.#usage.push(bytes)
    this.#modelScan?.push(bytes)
    if (this.#model !== undefined) this.#modelScan = undefined
  }

  /** The answer is whole. */
  end(): void {
    this.#usage.end()
    this.#modelScan?.end()
  }

  /** The last one; of Anthropic's, what its end leaves out is as its start said. */
  get usage(): JsonObject | undefined {
    const last = parsed(this.#last)
    const isMerged = this.#dialect === 'anthropic-messages' && this.#first !== this.#last
    if (!isMerged || last === undefined) return last
    const said = Object.entries(last).filter(([, value]) => value !== null)
    return { ...parsed(this.#first), ...Object.fromEntries(said) }
  }

  get model(): string | undefined {
    return this.#model
  }

  #keepUsage(text: string): void {
    if (!saysTokens(text)) return
    this.#first ??= text
    this.#last = text
  }

  #keepModel(text: string): void {
    const name = text.includes('\\') ? parseJson(text) : text.slice(1, -1)
    if (typeof name === 'string' && name !== '') this.#model ??= name
  }
}

function parsed(text: string | undefined): JsonObject | undefined {
  const value = text === undefined ? undefined : parseJson(text)
  return isJsonObject(value) ? value : undefined
}
