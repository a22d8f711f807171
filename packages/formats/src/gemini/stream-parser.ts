import type { StreamParser } from '../codec.js'
import { FormatError } from '../format-error.js'
import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import { parseJson } from '../json/parse-json.js'
import type { AnswerEvent, BlockStart, Usage } from '../model/answer.js'
import type { Seal } from '../model/block.js'
import type { SseEvent } from '../sse/sse-event.js'
import { errorInStream } from './errors.js'
import { parseFinishReason } from './finish-reason.js'
import { parseCall } from './model-parts.js'
import { newCallId, newResponseId } from './new-ids.js'
import { partName } from './part-name.js'
import { readPartSeals } from './part-seals.js'
import { readChunk } from './response-chunk.js'

/** Each event is a whole GenerateContentResponse; the stream has no end of its own but a reason to finish. */
export function createStreamParser(): StreamParser {
  return new GeminiStreamParser()
}

class GeminiStreamParser implements StreamParser {
  #isStarted = false
  #isOver = false
  #next = 0
  #open: { readonly index: number; readonly type: 'text' | 'reasoning'; thought: string } | undefined
  #hasCalls = false
  #finishReason: string | undefined
  #usage: Usage | undefined

  push({ data }: SseEvent): readonly AnswerEvent[] {
    if (this.#isOver || data === '') return []
    const value = parseJson(data)
    // Without `alt=sse` the chunks are one array.
    const chunks: readonly unknown[] = Array.isArray(value) ? value : [value]
    return chunks.flatMap((chunk) => this.#pushChunk(chunk))
  }

  end(): readonly AnswerEvent[] {
    if (this.#isOver) return []
    if (this.#finishReason === undefined) return this.#fail('The stream ended before the answer did')
    this.#isOver = true
    const reason = parseFinishReason(this.#finishReason, this.#hasCalls)
    const usage = this.#usage === undefined ? {} : { usage: this.#usage }
    return [...this.#close(), { type: 'finish', reason, ...usage }]
  }

  #pushChunk(value: unknown): readonly AnswerEvent[] {
    if (this.#isOver) return []
    if (!isJsonObject(value)) return this.#fail('The provider sent an event that is no JSON object')
    const error = errorInStream(value)
    if (error !== undefined) {
      this.#isOver = true
      return [{ type: 'error', error }]
    }
    try {
      const { id, model, parts, finishReason, usage } = readChunk(value)
      this.#finishReason = finishReason ?? this.#finishReason
      this.#usage = usage ?? this.#usage
      return [...this.#start(id, model), ...parts.flatMap((part) => this.#pushPart(part))]
    } catch (problem) {
      if (problem instanceof FormatError) return this.#fail(problem.message)
      throw problem
    }
  }

  #fail(message: string): readonly AnswerEvent[] {
    this.#isOver = true
    return [{ type: 'error', error: { status: 502, message } }]
  }

  #start(id: string | undefined, model: string | undefined): readonly AnswerEvent[] {
    if (this.#isStarted) return []
    this.#isStarted = true
    const usage = this.#usage === undefined ? {} : { usage: this.#usage }
    return [{ type: 'start', id: id ?? newResponseId(), model: model ?? '', ...usage }]
  }

  #pushPart(part: ObjectReader): readonly AnswerEvent[] {
    const seal = readPartSeals(part.optionalString('thoughtSignature')).own
    const text = part.optionalString('text')
    const call = part.optionalChild('functionCall')
    if (call !== undefined) return this.#pushCall(call, seal)
    if (text !== undefined) return this.#pushText(text, part.optionalBoolean('thought') === true, seal)
    const name = partName(part)
    if (name === undefined) return []
    const block = { type: 'opaque' as const, value: { dialect: 'gemini' as const, name, json: part.object } }
    return [...this.#close(), ...this.#whole({ type: 'opaque', block })]
  }

  #pushText(text: string, isThought: boolean, seal: Seal | undefined): readonly AnswerEvent[] {
    const type = isThought ? 'reasoning' : 'text'
    // A signature of what was said before, where nothing follows that could hold it.
    if (text === '' && seal !== undefined && !(isThought && this.#open?.type === 'reasoning')) {
      return [...this.#close(), ...this.#whole({ type: 'reasoning' }, undefined, { ...seal, texts: [] })]
    }
    if (text === '' && seal === undefined) return []
    const events: AnswerEvent[] = []
    if (this.#open?.type !== type) {
      events.push(...this.#close())
      this.#open = { index: this.#next++, type, thought: '' }
      events.push({ type: 'block-start', index: this.#open.index, block: { type } })
    }
    if (text !== '') {
      if (isThought) this.#open.thought += text
      events.push({ type: 'delta', index: this.#open.index, text })
    }
    return seal === undefined ? events : [...events, ...this.#close(seal)]
  }

  #pushCall(reader: ObjectReader, seal: Seal | undefined): readonly AnswerEvent[] {
    const { id, name, arguments: json } = parseCall(reader, undefined, (_name, known) => known ?? newCallId())
    this.#hasCalls = true
    const block: BlockStart = { type: 'tool-call', id, name, ...(seal !== undefined && { seal }) }
    return [...this.#close(), ...this.#whole(block, json)]
  }

  #whole(block: BlockStart, text?: string, seal?: Seal): readonly AnswerEvent[] {
    const index = this.#next++
    return [
      { type: 'block-start', index, block },
      ...(text === undefined ? [] : [{ type: 'delta' as const, index, text }]),
      { type: 'block-stop', index, ...(seal !== undefined && { seal }) },
    ]
  }

  #close(seal?: Seal): readonly AnswerEvent[] {
    const open = this.#open
    if (open === undefined) return []
    this.#open = undefined
    const sealed = seal !== undefined && open.type === 'reasoning' ? { ...seal, texts: [open.thought] } : seal
    return [{ type: 'block-stop', index: open.index, ...(sealed !== undefined && { seal: sealed }) }]
  }
}
