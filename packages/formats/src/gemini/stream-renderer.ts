import type { StreamRenderer } from '../codec.js'
import type { AnswerEvent, BlockStart, Usage } from '../model/answer.js'
import type { Seal } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { writeSse } from '../sse/write-sse.js'
import { AnswerParts } from './answer-parts.js'
import { renderError } from './errors.js'
import { renderFinishReason } from './finish-reason.js'
import { opaquePart, responseOf } from './render-answer.js'
import { renderUsage } from './usage.js'

export function createStreamRenderer(request: Conversation): StreamRenderer {
  return request.streamFormat === 'json-array' ? new JsonArrayRenderer(request) : new EventStreamRenderer(request)
}

class EventStreamRenderer implements StreamRenderer {
  readonly #chunks: ChunkRenderer

  constructor(request: Conversation) {
    this.#chunks = new ChunkRenderer(request)
  }

  push(event: AnswerEvent): string {
    const chunk = this.#chunks.push(event)
    return chunk === undefined ? '' : writeSse({ data: chunk })
  }
}

/** What Google sends without `alt=sse`. */
class JsonArrayRenderer implements StreamRenderer {
  readonly mediaType = 'application/json' as const
  readonly #chunks: ChunkRenderer
  #before = '['

  constructor(request: Conversation) {
    this.#chunks = new ChunkRenderer(request)
  }

  push(event: AnswerEvent): string {
    const chunk = this.#chunks.push(event)
    if (chunk === undefined) return ''
    const before = this.#before
    this.#before = ',\n'
    const isLast = event.type === 'finish' || event.type === 'error'
    return `${before}${chunk}${isLast ? ']\n' : ''}`
  }
}

interface OpenBlock {
  readonly start: BlockStart
  /** Arguments of a call, which Google sends whole; of a thought its parts, which its seal is for. */
  readonly texts: string[]
}

/** Where the parts of a chunk stand in it. */
const chunkStart = '{"candidates":[{"content":{"parts":'
const placeholder = { text: '' }

/** Neutral events → the JSON of chunks, as text. */
class ChunkRenderer {
  readonly #parts: AnswerParts
  readonly #open = new Map<number, OpenBlock>()
  #id = ''
  #model: string
  #usage: Usage | undefined
  /** What every chunk but the last ends with, as JSON: it is written once. */
  #end = ''

  constructor(request: Conversation) {
    this.#parts = new AnswerParts(request)
    this.#model = request.model
    this.#setEnd()
  }

  /** Absent when the event is nothing that a client of this dialect sees. */
  push(event: AnswerEvent): string | undefined {
    switch (event.type) {
      case 'start':
        this.#id = event.id
        this.#model = event.model === '' ? this.#model : event.model
        this.#usage = event.usage
        this.#setEnd()
        return undefined
      case 'block-start':
        this.#open.set(event.index, { start: event.block, texts: [] })
        return this.#chunk(event.block.type === 'opaque' ? opaquePart(event.block.block) : [])
      case 'delta':
        return this.#chunk(this.#delta(event))
      case 'block-stop':
        return this.#chunk(this.#stop(event))
      case 'finish':
        this.#usage = event.usage ?? this.#usage
        return this.#last(renderFinishReason(event.reason))
      case 'error':
        return JSON.stringify(renderError(event.error).body)
    }
  }

  #delta({ index, text, part = 0 }: Extract<AnswerEvent, { type: 'delta' }>): readonly JsonObject[] {
    const block = this.#open.get(index)
    switch (block?.start.type) {
      case 'text':
      case 'refusal':
        return this.#parts.text(text)
      case 'reasoning':
        block.texts[part] = (block.texts[part] ?? '') + text
        return this.#parts.thought(text)
      case 'tool-call':
        block.texts[0] = (block.texts[0] ?? '') + text
        return []
      case 'opaque':
      case undefined:
        return []
    }
  }

  #stop({ index, seal }: Extract<AnswerEvent, { type: 'block-stop' }>): readonly JsonObject[] {
    const block = this.#open.get(index)
    this.#open.delete(index)
    if (block?.start.type === 'tool-call') {
      const { type: _type, seal: known, ...call } = block.start
      const text = block.texts[0] ?? (call.isFreeForm === true ? '' : '{}')
      return this.#parts.call({ ...call, arguments: text }, seal ?? known)
    }
    if (seal === undefined) return []
    if (block?.start.type !== 'reasoning') return this.#parts.seal(seal)
    return this.#parts.seal(thoughtSeal(seal, block), block.texts.length > 0)
  }

  #chunk(parts: readonly JsonObject[]): string | undefined {
    return parts.length === 0 ? undefined : `${chunkStart}${JSON.stringify(parts)}${this.#end}`
  }

  #setEnd(): void {
    const [, end] = JSON.stringify(this.#response([placeholder], {})).split(JSON.stringify([placeholder]))
    this.#end = end ?? ''
  }

  #last(finishReason: ReturnType<typeof renderFinishReason>): string {
    return JSON.stringify(this.#response(this.#parts.end(), { finishReason }))
  }

  #response(parts: readonly JsonObject[], end: Pick<Parameters<typeof responseOf>[2], 'finishReason'>): JsonObject {
    const usage = this.#usage === undefined ? {} : { usage: renderUsage(this.#usage) }
    return responseOf({ id: this.#id, model: this.#model }, parts, { ...end, ...usage })
  }
}

function thoughtSeal(seal: Seal, { start, texts }: OpenBlock): Seal {
  const isRedacted = start.type === 'reasoning' && start.isRedacted === true
  return { texts: Array.from(texts, (text) => text ?? ''), ...(isRedacted && { isRedacted }), ...seal }
}
