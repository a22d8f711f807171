import type { ResponseOutputItem } from 'openai/resources/responses/responses'
import { type AnswerMedia, answerMedia, isPicture, mediaInWords } from '../media/answer-media.js'
import type { AnswerEvent, BlockStart, ProviderError } from '../model/answer.js'
import type { Seal, SealHolder } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { errorCode } from '../openai/errors.js'
import { findTool } from '../tools/find-tool.js'
import { type CallItem, createCallItem } from './call-item.js'
import { renderFinish } from './finish-reason.js'
import { MessageItem } from './message-item.js'
import { ReasoningItem } from './reasoning-item.js'
import type { EmitResponseEvent, ItemPlace } from './response-event.js'
import { ResponseObject, renderUsage } from './response-object.js'

type OpenBlock =
  | { readonly type: 'part'; readonly message: MessageItem; readonly part: number }
  | { readonly type: 'reasoning'; readonly item: ReasoningItem }
  | { readonly type: 'call'; readonly item: CallItem; readonly id: string; readonly seal: Seal | undefined }

/** Makes a response of neutral events, item by item, and says each step of it. */
export class ResponseWriter {
  readonly #request: Conversation
  readonly #emit: EmitResponseEvent
  readonly #response: ResponseObject
  readonly #blocks = new Map<number, OpenBlock>()
  /** The message that the next text belongs to. */
  #message: MessageItem | undefined
  #hasRefusal = false

  constructor(request: Conversation, emit: EmitResponseEvent) {
    this.#request = request
    this.#emit = emit
    this.#response = new ResponseObject(request)
  }

  /** The response as it is now. */
  get response(): JsonObject {
    return this.#response.json
  }

  push(event: AnswerEvent): void {
    switch (event.type) {
      case 'start':
        this.#response.start(event)
        this.#emit({ type: 'response.created', response: this.response })
        this.#emit({ type: 'response.in_progress', response: this.response })
        return
      case 'block-start':
        this.#open(event.index, event.block)
        return
      case 'delta':
        this.#delta(this.#blocks.get(event.index), event.text, event.part ?? 0)
        return
      case 'block-stop':
        this.#stop(event.index, event.seal)
        return
      case 'finish':
        this.#finish(event)
        return
      case 'error':
        this.#fail(event.error)
    }
  }

  #open(index: number, block: BlockStart): void {
    switch (block.type) {
      case 'text':
      case 'refusal': {
        if (block.type === 'refusal') this.#hasRefusal = true
        const message = (this.#message ??= this.#add('msg', (place) => new MessageItem(place, this.#emit)))
        this.#blocks.set(index, { type: 'part', message, part: message.open(block.type) })
        return
      }
      case 'reasoning':
        this.#closeMessage()
        this.#blocks.set(index, { type: 'reasoning', item: this.#addReasoning() })
        return
      case 'tool-call': {
        this.#closeMessage()
        const tool = findTool(this.#request, block.name)
        const prefix = block.isFreeForm || tool?.isFreeForm ? 'ctc' : 'fc'
        const item = this.#add(prefix, (place) => createCallItem(block, tool, place, this.#emit))
        this.#blocks.set(index, { type: 'call', item, id: block.id, seal: block.seal })
        return
      }
      case 'opaque':
        this.#addMedia(answerMedia(block.block.value))
        return
    }
  }

  #delta(block: OpenBlock | undefined, text: string, part: number): void {
    if (block === undefined || text === '') return
    if (block.type === 'part') block.message.delta(block.part, text)
    else if (block.type === 'call') block.item.delta(text)
    else block.item.delta(text, part)
  }

  #stop(index: number, seal: Seal | undefined): void {
    const block = this.#blocks.get(index)
    this.#blocks.delete(index)
    switch (block?.type) {
      case 'reasoning':
        block.item.stop(seal)
        return
      case 'part':
        block.message.stop(block.part)
        this.#sendBeside(seal, 'text')
        return
      case 'call':
        block.item.stop()
        this.#sendBeside(seal ?? block.seal, { callId: block.id })
        return
      case undefined:
        return
    }
  }

  /** Messages and calls have no room for a seal: it comes after them in an item of its own. */
  #sendBeside(seal: Seal | undefined, holder: SealHolder): void {
    if (seal === undefined || seal.origin === 'openai-responses') return
    this.#closeMessage()
    this.#addReasoning().stop({ ...seal, holder })
  }

  #finish({ reason, usage }: Extract<AnswerEvent, { type: 'finish' }>): void {
    for (const index of this.#blocks.keys()) this.#stop(index, undefined)
    const { status, incomplete_details } = renderFinish(reason, this.#hasRefusal)
    this.#closeMessage(status === 'incomplete' ? status : undefined)
    this.#response.end(status, { incomplete_details, usage: usage === undefined ? null : renderUsage(usage) })
    this.#emit({ type: `response.${status}`, response: this.response })
  }

  /** The SDK throws on the first event, Codex reads the second. */
  #fail(error: ProviderError): void {
    const { message, field } = error
    const code = errorCode(error)
    this.#emit({ type: 'error', code, message, param: field ?? null })
    this.#response.end('failed', { error: { code: code ?? 'server_error', message } })
    this.#emit({ type: 'response.failed', response: this.response })
  }

  /** Only its own dialect has room for other parts, and there nothing is translated. */
  #addMedia(media: AnswerMedia | undefined): void {
    if (media === undefined) return
    if (media.kind === 'base64' && isPicture(media)) {
      this.#closeMessage()
      this.#add('ig', (place) => pictureItem(place, media.data, this.#emit))
      return
    }
    const message = (this.#message ??= this.#add('msg', (place) => new MessageItem(place, this.#emit)))
    const part = message.open('text')
    message.delta(part, mediaInWords(media))
    message.stop(part)
  }

  #addReasoning(): ReasoningItem {
    return this.#add('rs', (place) => new ReasoningItem(place, this.#emit))
  }

  #add<T extends { readonly item: ResponseOutputItem }>(prefix: string, create: (place: ItemPlace) => T): T {
    const made = create(this.#response.nextPlace(prefix))
    this.#response.output.push(made.item)
    return made
  }

  #closeMessage(status?: 'incomplete'): void {
    this.#message?.close(status)
    this.#message = undefined
  }
}

/** A picture that the model made, as a call of the tool for it, which is done. */
function pictureItem(
  { item_id: id, output_index }: ItemPlace,
  result: string,
  emit: EmitResponseEvent,
): { readonly item: ResponseOutputItem.ImageGenerationCall } {
  const item = { id, type: 'image_generation_call', status: 'completed', result } as const
  emit({ type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', result: null } })
  emit({ type: 'response.output_item.done', output_index, item })
  return { item }
}
