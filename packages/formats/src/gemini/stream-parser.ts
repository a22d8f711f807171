import type { StreamParser } from '../codec.js'
import { FormatError } from '../format-error.js'
import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import { parseJson } from '../json/parse-json.js'
import type { AnswerEvent, BlockStart, Usage } from '../model/answer.js'
import type { Seal } from '../model/block.js'
import type { SseEvent } from '../sse/sse-event.js'
import { errorInStream } from './errors.js'
import { failureOf, parseFinishReason } from './finish-reason.js'
import { parseCall } from './model-parts.js'
import { newCallId, newResponseId } from './new-ids.js'
import { partName } from './part-name.js'
import { readPartSeals } from './part-seals.js'
import { PartialArguments } from './partial-arguments.js'
import { readChunk } from './response-chunk.js'
import { parseUsage } from './usage.js'

/** Each event is a whole GenerateContentResponse; the stream has no end of its own but a reason to finish. */
export function createStreamParser(): StreamParser {
  return new GeminiStreamParser()
}

/** A call whose arguments still come. */
interface OpenCall {
  readonly index: number
  readonly id: string | undefined
  readonly args: PartialArguments
  seal: Seal | undefined
}

class GeminiStreamParser implements StreamParser {
  /** Since the last call. */
  #events: AnswerEvent[] = []
  #isStarted = false
  #id: string | undefined
  #isOver = false
  #next = 0
  #open: { readonly index: number; readonly type: 'text' | 'reasoning'; thought: string } | undefined
  #call: OpenCall | undefined
  #hasCalls = false
  #finishReason: string | undefined
  #finishMessage: string | undefined
  /** The last one; parsed only where it is told. */
  #usage: ObjectReader | undefined

  push({ data }: SseEvent): readonly AnswerEvent[] {
    if (this.#isOver || data === '') return []
    const value = parseJson(data)
    // Without `alt=sse` the chunks are one array.
    if (Array.isArray(value)) for (const chunk of value) this.#pushChunk(chunk)
    else this.#pushChunk(value)
    return this.#take()
  }

  end(): readonly AnswerEvent[] {
    if (this.#isOver) return []
    if (this.#finishReason === undefined) this.#fail('The stream ended before the answer did')
    else this.#finish(this.#finishReason)
    return this.#take()
  }

  #take(): readonly AnswerEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  #pushChunk(value: unknown): void {
    if (this.#isOver) return
    if (!isJsonObject(value)) return this.#fail('The provider sent an event that is no JSON object')
    const error = errorInStream(value)
    if (error !== undefined) {
      this.#isOver = true
      this.#events.push({ type: 'error', error })
      return
    }
    this.#reading(() => {
      const { id, model, parts, finishReason, finishMessage, usage } = readChunk(value)
      this.#finishMessage = finishMessage ?? this.#finishMessage
      this.#finishReason = finishReason ?? this.#finishReason
      this.#usage = usage ?? this.#usage
      // Only there: servers that imitate Google may give each chunk an id of its own.
      if (this.#call !== undefined && id !== undefined && this.#id !== undefined && id !== this.#id) this.#restart()
      this.#id = id ?? this.#id
      if (!this.#isStarted) this.#start(id, model)
      for (const part of parts) this.#pushPart(part)
      // Nothing good comes after it, and a client that has seen nothing yet may be served by another model.
      if (finishReason !== undefined && parseFinishReason(finishReason, false) === 'error') this.#finish(finishReason)
    })
  }

  /** What the provider says wrongly is the end of its stream. */
  #reading(read: () => void): void {
    try {
      read()
    } catch (problem) {
      if (!(problem instanceof FormatError)) throw problem
      this.#fail(problem.message)
    }
  }

  #fail(message: string): void {
    this.#isOver = true
    this.#events.push({ type: 'error', error: { status: 502, message } })
  }

  #start(id: string | undefined, model: string | undefined): void {
    const usage = this.#parsedUsage()
    this.#isStarted = true
    this.#events.push({ type: 'start', id: id ?? newResponseId(), model: model ?? '', ...usage })
  }

  /** The provider begins the answer anew. */
  #restart(): void {
    this.#isStarted = false
    this.#open = undefined
    this.#call = undefined
    this.#hasCalls = false
  }

  #finish(name: string): void {
    this.#reading(() => {
      const reason = parseFinishReason(name, this.#hasCalls)
      const failure = reason === 'error' ? { failure: failureOf(name, this.#finishMessage) } : {}
      const usage = this.#parsedUsage()
      this.#isOver = true
      this.#close()
      this.#events.push({ type: 'finish', reason, ...failure, ...usage })
    })
  }

  #parsedUsage(): { readonly usage?: Usage } {
    return this.#usage === undefined ? {} : { usage: parseUsage(this.#usage) }
  }

  #pushPart(part: ObjectReader): void {
    const seal = readPartSeals(part.optionalString('thoughtSignature')).own
    const text = part.optionalString('text')
    const call = part.optionalChild('functionCall')
    if (call !== undefined) this.#readCall(call, seal)
    else if (text !== undefined) this.#pushText(text, part.optionalBoolean('thought') === true, seal)
    else {
      const name = partName(part)
      // A draft of a picture is a thought: the picture itself comes after it.
      if (name === undefined || part.optionalBoolean('thought') === true) return
      const block = { type: 'opaque' as const, value: { dialect: 'gemini' as const, name, json: part.object } }
      this.#pushWhole({ type: 'opaque', block })
    }
  }

  #pushText(text: string, isThought: boolean, seal: Seal | undefined): void {
    const type = isThought ? 'reasoning' : 'text'
    // A signature of what was said before, where nothing follows that could hold it.
    if (text === '' && seal !== undefined && !(isThought && this.#open?.type === 'reasoning'))
      return this.#pushWhole({ type: 'reasoning' }, undefined, { ...seal, texts: [] })
    if (text === '' && seal === undefined) return
    if (this.#open?.type !== type) {
      this.#close()
      this.#open = { index: this.#next++, type, thought: '' }
      this.#events.push({ type: 'block-start', index: this.#open.index, block: { type } })
    }
    if (text !== '') {
      if (isThought) this.#open.thought += text
      this.#events.push({ type: 'delta', index: this.#open.index, text })
    }
    if (seal !== undefined) this.#close(seal)
  }

  /** The name stands in the first piece only: a piece with a name begins another call, unless the id says that it does not. */
  #readCall(reader: ObjectReader, seal: Seal | undefined): void {
    const name = reader.optionalString('name') ?? ''
    const id = reader.optionalString('id') || undefined
    const willContinue = reader.optionalBoolean('willContinue') === true
    const isSame = this.#call !== undefined && (name === '' || (id !== undefined && id === this.#call.id))
    // Some say the end of a call twice.
    if (name === '' && this.#call === undefined && this.#hasCalls && Object.keys(reader.object).length === 0) return
    if (!isSame && !willContinue && reader.any('partialArgs') === undefined) return this.#pushCall(reader, seal)
    if (!isSame) this.#beginCall(reader.string('name'), id)
    if (this.#call === undefined) return
    this.#call.seal = seal ?? this.#call.seal
    const text = this.#call.args.add(reader)
    if (text !== '') this.#events.push({ type: 'delta', index: this.#call.index, text })
    if (!willContinue) this.#endCall()
  }

  #beginCall(name: string, id: string | undefined): void {
    this.#close()
    this.#hasCalls = true
    const index = this.#next++
    this.#call = { index, id, args: new PartialArguments(), seal: undefined }
    this.#events.push({ type: 'block-start', index, block: { type: 'tool-call', id: id ?? newCallId(), name } })
  }

  #endCall(): void {
    if (this.#call === undefined) return
    const { index, args, seal } = this.#call
    this.#call = undefined
    this.#events.push({ type: 'delta', index, text: args.end() })
    this.#events.push({ type: 'block-stop', index, ...(seal !== undefined && { seal }) })
  }

  #pushCall(reader: ObjectReader, seal: Seal | undefined): void {
    const { id, name, arguments: json } = parseCall(reader, undefined, (_name, known) => known ?? newCallId())
    this.#hasCalls = true
    this.#pushWhole({ type: 'tool-call', id, name, ...(seal !== undefined && { seal }) }, json)
  }

  #pushWhole(block: BlockStart, text?: string, seal?: Seal): void {
    this.#close()
    const index = this.#next++
    this.#events.push({ type: 'block-start', index, block })
    if (text !== undefined) this.#events.push({ type: 'delta', index, text })
    this.#events.push({ type: 'block-stop', index, ...(seal !== undefined && { seal }) })
  }

  #close(seal?: Seal): void {
    this.#endCall()
    const open = this.#open
    if (open === undefined) return
    this.#open = undefined
    const sealed = seal !== undefined && open.type === 'reasoning' ? { ...seal, texts: [open.thought] } : seal
    this.#events.push({ type: 'block-stop', index: open.index, ...(sealed !== undefined && { seal: sealed }) })
  }
}
