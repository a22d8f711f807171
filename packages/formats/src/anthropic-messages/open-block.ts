import { isJsonObject } from '../json/is-json-object.js'
import { parseJson } from '../json/parse-json.js'
import type { AnswerEvent, BlockStart } from '../model/answer.js'
import type { Opaque, Seal } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { decodeSeal } from '../seal/decode-seal.js'

/** A block of a provider's stream, from its start to its stop. */
export class OpenBlock {
  readonly index: number
  readonly #begin: JsonObject
  /** Absent: a part that only this dialect has. */
  readonly #start: BlockStart | undefined
  /** What was said so far: a thought, which its signature is for, or the arguments of a call. */
  #text = ''
  #signature = ''
  readonly #citations: unknown[] = []

  /**
   * @param index of the neutral block
   * @param begin the `content_block` of the start
   */
  constructor(index: number, begin: JsonObject) {
    this.index = index
    this.#begin = begin
    this.#start = blockStart(begin)
  }

  /** None for a part that only this dialect has: it is whole only at its stop. */
  start(): readonly AnswerEvent[] {
    if (this.#start === undefined) return []
    const started: AnswerEvent = { type: 'block-start', index: this.index, block: this.#start }
    const initial = this.#begin['type'] === 'thinking' ? this.#begin['thinking'] : this.#begin['text']
    return [started, ...this.#say(initial)]
  }

  delta(delta: JsonObject): readonly AnswerEvent[] {
    switch (delta['type']) {
      case 'text_delta':
        return this.#say(delta['text'])
      case 'thinking_delta':
        return this.#say(delta['thinking'])
      case 'input_json_delta':
        return this.#say(delta['partial_json'])
      case 'signature_delta':
        if (typeof delta['signature'] === 'string') this.#signature += delta['signature']
        return []
      case 'citations_delta':
        this.#citations.push(delta['citation'])
        return []
      default:
        return []
    }
  }

  stop(): readonly AnswerEvent[] {
    const stop = { type: 'block-stop', index: this.index } as const
    switch (this.#begin['type']) {
      case 'text':
        return [{ ...stop, ...this.#citationsPart() }]
      case 'thinking':
      case 'redacted_thinking': {
        const seal = this.#seal()
        return [seal === undefined ? stop : { ...stop, seal }]
      }
      case 'tool_use':
        return this.#text === '' ? [this.#wholeInput(), stop] : [stop]
      default:
        return [{ type: 'block-start', index: this.index, block: { type: 'opaque', block: this.#opaque() } }, stop]
    }
  }

  #say(text: unknown): readonly AnswerEvent[] {
    if (typeof text !== 'string' || text === '') return []
    this.#text += text
    return this.#start === undefined ? [] : [{ type: 'delta', index: this.index, text }]
  }

  #seal(): Seal | undefined {
    const { type, data, signature } = this.#begin
    const isRedacted = type === 'redacted_thinking'
    const first = isRedacted ? data : signature
    const proof = (typeof first === 'string' ? first : '') + this.#signature
    const seal = proof === '' ? undefined : decodeSeal(proof, 'anthropic-messages')
    if (seal?.origin !== 'anthropic-messages') return seal
    return isRedacted ? { ...seal, isRedacted } : { ...seal, texts: [this.#text] }
  }

  #citationsPart(): { readonly citations?: Opaque } {
    if (this.#citations.length === 0) return {}
    return { citations: { dialect: 'anthropic-messages', name: 'citations', json: this.#citations } }
  }

  /** Arguments that came with the start, or none at all. */
  #wholeInput(): AnswerEvent {
    const { input } = this.#begin
    return { type: 'delta', index: this.index, text: JSON.stringify(isJsonObject(input) ? input : {}) }
  }

  #opaque(): Extract<BlockStart, { type: 'opaque' }>['block'] {
    const input = this.#text === '' ? undefined : parseJson(this.#text)
    const json = input === undefined ? this.#begin : { ...this.#begin, input }
    return { type: 'opaque', value: { dialect: 'anthropic-messages', name: String(this.#begin['type']), json } }
  }
}

function blockStart({ type, id, name }: JsonObject): BlockStart | undefined {
  switch (type) {
    case 'text':
      return { type: 'text' }
    case 'thinking':
      return { type: 'reasoning' }
    case 'redacted_thinking':
      return { type: 'reasoning', isRedacted: true }
    case 'tool_use':
      return { type: 'tool-call', id: String(id), name: String(name) }
    default:
      return undefined
  }
}
