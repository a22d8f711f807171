import { isJsonObject } from '../json/is-json-object.js'
import { answerMedia, mediaInWords } from '../media/answer-media.js'
import type { BlockStart } from '../model/answer.js'
import type { Opaque, Seal } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { encodeSeal } from '../seal/encode-seal.js'
import { travellingSeal } from '../seal/seal-holders.js'
import { hiddenThinking } from './answer-seal.js'
import { writeEvent } from './write-event.js'

/**
 * Writes one block of a stream. Text and thoughts begin with their first word: a client would send an empty text back,
 * and it would be refused then.
 */
export class BlockWriter {
  readonly #block: BlockStart
  readonly #nextIndex: () => number
  readonly #aside: (block: JsonObject) => void
  /** The one of the client. Absent: not begun. */
  #index: number | undefined
  #part: number | undefined

  /**
   * @param block with an id that this dialect takes
   * @param nextIndex gives the client's index for each block that is begun
   * @param aside takes the seal of another dialect as a block of its own, to be written before the next one
   */
  constructor(block: BlockStart, nextIndex: () => number, aside: (block: JsonObject) => void) {
    this.#block = block
    this.#nextIndex = nextIndex
    this.#aside = aside
  }

  /** What a person reads as the answer. */
  get isSpeech(): boolean {
    return this.#block.type === 'text' || this.#block.type === 'refusal'
  }

  start(): string {
    const block = this.#block
    if (block.type === 'opaque') return this.#opaque(block.block.value)
    if (block.type !== 'tool-call') return ''
    const { id, name } = block
    const begun = this.#begin({ type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } })
    // Free text has to be JSON here: one string, written as it comes.
    return block.isFreeForm === true ? begun + this.#input('{"input":"') : begun
  }

  delta(text: string, part: number): string {
    if (text === '') return ''
    switch (this.#block.type) {
      case 'text':
      case 'refusal':
        return this.#ensure({ type: 'text', text: '', citations: null }) + this.#delta({ type: 'text_delta', text })
      case 'reasoning': {
        const isNewPart = this.#part !== undefined && this.#part !== part
        this.#part = part
        const begun = this.#ensure({ type: 'thinking', thinking: '', signature: '' })
        return begun + this.#delta({ type: 'thinking_delta', thinking: isNewPart ? `\n\n${text}` : text })
      }
      case 'tool-call':
        this.#part = part
        return this.#input(this.#block.isFreeForm === true ? JSON.stringify(text).slice(1, -1) : text)
      case 'opaque':
        return ''
    }
  }

  stop(seal: Seal | undefined, citations: Opaque | undefined): string {
    const block = this.#block
    switch (block.type) {
      case 'reasoning':
        return this.#stopReasoning(seal, block.isRedacted === true)
      case 'tool-call':
        return this.#stopCall(block, seal ?? block.seal)
      case 'text': {
        const list = citations?.dialect === 'anthropic-messages' && Array.isArray(citations.json) ? citations.json : []
        const cited = list.map((citation: unknown) => this.#delta({ type: 'citations_delta', citation })).join('')
        return cited + this.#end() + this.#beside(travellingSeal({ type: 'text', text: '', ...(seal && { seal }) }))
      }
      case 'refusal':
      case 'opaque':
        return this.#end()
    }
  }

  #stopReasoning(seal: Seal | undefined, isRedacted: boolean): string {
    if (seal === undefined) return this.#end()
    if (this.#index === undefined) return this.#beside(seal, isRedacted)
    const signature = encodeSeal(seal, 'anthropic-messages')
    return this.#delta({ type: 'signature_delta', signature }) + this.#end()
  }

  #stopCall(block: Extract<BlockStart, { type: 'tool-call' }>, seal: Seal | undefined): string {
    const isEmpty = this.#part === undefined
    const rest = block.isFreeForm === true ? this.#input('"}') : isEmpty ? this.#input('{}') : ''
    const travelling = travellingSeal({ ...block, arguments: '', ...(seal && { seal }) })
    return rest + this.#end() + this.#beside(travelling)
  }

  /** A block of its own for a seal. */
  #beside(seal: Seal | undefined, isRedacted = true): string {
    if (seal === undefined) return ''
    const block = { ...hiddenThinking(seal, isRedacted) }
    if (seal.origin === 'anthropic-messages') return this.#begin(block) + this.#end()
    this.#aside(block)
    return ''
  }

  #opaque(value: Opaque): string {
    const { dialect, json } = value
    if (dialect === 'anthropic-messages') return isJsonObject(json) ? this.#begin(json) : ''
    const media = answerMedia(value)
    if (media === undefined) return ''
    return (
      this.#begin({ type: 'text', text: '', citations: null }) +
      this.#delta({ type: 'text_delta', text: mediaInWords(media) })
    )
  }

  #input(json: string): string {
    return this.#delta({ type: 'input_json_delta', partial_json: json })
  }

  #ensure(begin: JsonObject): string {
    return this.#index === undefined ? this.#begin(begin) : ''
  }

  #begin(begin: JsonObject): string {
    this.#index = this.#nextIndex()
    return writeEvent({ type: 'content_block_start', index: this.#index, content_block: begin })
  }

  #delta(delta: JsonObject): string {
    if (this.#index === undefined) return ''
    return writeEvent({ type: 'content_block_delta', index: this.#index, delta })
  }

  #end(): string {
    if (this.#index === undefined) return ''
    const index = this.#index
    this.#index = undefined
    return writeEvent({ type: 'content_block_stop', index })
  }
}
