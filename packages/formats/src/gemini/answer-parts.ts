// Parts of an answer for a client, whole or as a stream brings them.
import { compact } from '../json/compact.js'
import type { Seal, ToolCallBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { writeForeignSeals } from './part-seals.js'
import { functionCall } from './render-model-parts.js'

/**
 * Seals of other providers' thoughts wait for the next text or call: clients send those back with their signatures, and
 * many leave thoughts out.
 */
export class AnswerParts {
  /** Google shows thoughts only to who asks for them. */
  readonly showsThoughts: boolean
  #waiting: Seal[] = []

  constructor({ reasoning }: Pick<Conversation, 'reasoning'>) {
    this.showsThoughts = reasoning?.show === true
  }

  text(text: string, seal?: Seal): readonly JsonObject[] {
    return text === '' && seal === undefined ? [] : this.#signed({ text }, seal)
  }

  call(block: Omit<ToolCallBlock, 'type' | 'seal'>, seal?: Seal): readonly JsonObject[] {
    return this.#signed({ functionCall: functionCall(block, block.id) }, seal)
  }

  thought(text: string): readonly JsonObject[] {
    return this.showsThoughts && text !== '' ? [{ text, thought: true }] : []
  }

  /** The end of a thought, or of a text. @param hasThought its text went before */
  seal(seal: Seal, hasThought = false): readonly JsonObject[] {
    if (seal.origin === 'gemini') {
      const isShown = hasThought && this.showsThoughts
      return [{ text: '', ...(isShown && { thought: true }), thoughtSignature: seal.data }]
    }
    this.#waiting.push(seal)
    return []
  }

  /** The end of the answer: what still waits is on a thought without text. */
  end(): readonly JsonObject[] {
    return this.#waiting.length === 0 ? [] : [{ text: '', thought: true, thoughtSignature: this.#take() }]
  }

  #signed(part: JsonObject, seal: Seal | undefined): readonly JsonObject[] {
    if (seal?.origin === 'gemini') return [...this.end(), { ...part, thoughtSignature: seal.data }]
    return [compact({ ...part, thoughtSignature: this.#take() })]
  }

  #take(): string | undefined {
    const seals = this.#waiting
    this.#waiting = []
    return seals.length === 0 ? undefined : writeForeignSeals(seals)
  }
}
