import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { type AnswerMedia, answerMedia, isPicture, mediaInWords } from '../media/answer-media.js'
import { writeDataUrl } from '../media/data-url.js'
import type { AnswerEvent, BlockStart } from '../model/answer.js'
import type { Seal, SealHolder } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { encodeSeal } from '../seal/encode-seal.js'
import { findTool } from '../tools/find-tool.js'
import { unwrapFreeForm } from '../tools/free-form-tool.js'
import { readChatSeal, sealDetail } from './chat-reasoning.js'

/** Thoughts are no part of OpenAI's own dialect; others agree on these names. */
export interface MessageDelta extends ChatCompletionChunk.Choice.Delta {
  reasoning_content?: string
  reasoning_details?: readonly JsonObject[]
  /** As OpenRouter writes pictures that a model made. */
  images?: readonly JsonObject[]
}

type BlockEvent = Extract<AnswerEvent, { readonly index: number }>

type OpenBlock =
  | { readonly type: 'text' | 'refusal' }
  | { readonly type: 'reasoning'; part: number }
  | {
      readonly type: 'tool-call'
      readonly id: string
      readonly seal: Seal | undefined
      readonly place: number
      readonly form: 'json' | 'text' | 'wrapped'
      held: string
      isEmpty: boolean
    }

/** Blocks → deltas of the one message that an answer is. */
export class MessageWriter {
  readonly #request: Conversation
  readonly #emit: (delta: MessageDelta) => void
  readonly #blocks = new Map<number, OpenBlock>()
  readonly #details: JsonObject[] = []
  #calls = 0
  #last: BlockStart['type'] | undefined
  hasRefusal = false
  #hasText = false
  #hasThought = false

  constructor(request: Conversation, emit: (delta: MessageDelta) => void) {
    this.#request = request
    this.#emit = emit
  }

  push(event: BlockEvent): void {
    if (event.type === 'block-start') this.#open(event.index, event.block)
    else if (event.type === 'delta') this.#delta(this.#blocks.get(event.index), event.text, event.part ?? 0)
    else this.#stop(event.index, event.seal)
  }

  /** Seals come last and at once: clients that put deltas together by name keep the last of a name. */
  finish(): void {
    for (const index of this.#blocks.keys()) this.#stop(index, undefined)
    if (this.#details.length > 0) this.#emit({ reasoning_details: this.#details })
  }

  #open(index: number, block: BlockStart): void {
    switch (block.type) {
      case 'text':
        // Texts that something else came between are paragraphs.
        if (this.#hasText && this.#last !== 'text') this.#emit({ content: '\n\n' })
        this.#hasText = true
        this.#blocks.set(index, { type: 'text' })
        break
      case 'refusal':
        this.hasRefusal = true
        this.#blocks.set(index, { type: 'refusal' })
        break
      case 'reasoning':
        this.#blocks.set(index, { type: 'reasoning', part: -1 })
        break
      case 'tool-call':
        this.#openCall(index, block)
        break
      case 'opaque':
        this.#media(answerMedia(block.block.value))
        break
    }
    this.#last = block.type
  }

  #media(media: AnswerMedia | undefined): void {
    if (media === undefined) return
    if (!isPicture(media)) return this.#emit({ content: mediaInWords(media) })
    const url = media.kind === 'url' ? media.url : writeDataUrl(media)
    this.#emit({ images: [{ type: 'image_url', image_url: { url } }] })
  }

  #openCall(index: number, { id, name, isFreeForm, seal }: Extract<BlockStart, { type: 'tool-call' }>): void {
    const place = this.#calls++
    const isWanted = findTool(this.#request, name)?.isFreeForm === true
    const form = isFreeForm ? 'text' : isWanted ? 'wrapped' : 'json'
    this.#blocks.set(index, { type: 'tool-call', id, seal, place, form, held: '', isEmpty: true })
    if (form === 'json') {
      this.#emit({ tool_calls: [{ index: place, id, type: 'function', function: { name, arguments: '' } }] })
    } else {
      this.#emit({ tool_calls: [{ index: place, id, type: 'custom', custom: { name, input: '' } }] })
    }
  }

  #delta(block: OpenBlock | undefined, text: string, part: number): void {
    switch (block?.type) {
      case 'text':
        this.#emit({ content: text })
        return
      case 'refusal':
        this.#emit({ refusal: text })
        return
      case 'reasoning': {
        const isNewPart = part !== block.part
        block.part = part
        this.#emit({ reasoning_content: isNewPart && this.#hasThought ? `\n\n${text}` : text })
        this.#hasThought = true
        return
      }
      case 'tool-call':
        block.isEmpty = false
        if (block.form === 'wrapped') block.held += text
        else if (block.form === 'text') this.#emit({ tool_calls: [{ index: block.place, custom: { input: text } }] })
        else this.#emit({ tool_calls: [{ index: block.place, function: { arguments: text } }] })
        return
      case undefined:
    }
  }

  #stop(index: number, seal: Seal | undefined): void {
    const block = this.#blocks.get(index)
    this.#blocks.delete(index)
    switch (block?.type) {
      case 'tool-call': {
        const { form, held, place, id, isEmpty } = block
        if (form === 'wrapped') this.#emit({ tool_calls: [{ index: place, custom: { input: unwrapFreeForm(held) } }] })
        else if (form === 'json' && isEmpty)
          this.#emit({ tool_calls: [{ index: place, function: { arguments: '{}' } }] })
        this.#keep(seal ?? block.seal, { callId: id })
        return
      }
      case 'text':
        this.#keep(seal, 'text')
        return
      case 'reasoning':
        this.#keep(seal, undefined)
        return
      case 'refusal':
      case undefined:
    }
  }

  /** A provider of Chat has its own details back; others' seals travel in one each. */
  #keep(seal: Seal | undefined, holder: SealHolder | undefined): void {
    if (seal === undefined) return
    if (seal.origin === 'openai-chat') {
      this.#details.push(...readChatSeal(seal).details)
      return
    }
    const travelling = holder === undefined ? seal : { ...seal, holder }
    this.#details.push(
      sealDetail(encodeSeal(travelling, 'openai-chat'), typeof holder === 'object' ? holder.callId : undefined),
    )
  }
}
