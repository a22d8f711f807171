import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { JsonObject } from '../model/json.js'
import type { AnswerEmitter } from '../stream/answer-emitter.js'
import { parseAnswerContent } from './answer-content.js'
import { detailText, mergeDetail, type ReasoningField, reasoningFields, sealChat } from './chat-reasoning.js'
import type { MessageContents } from './finish-reason.js'
import { StreamToolCalls } from './stream-tool-calls.js'

interface OpenThought {
  readonly index: number
  readonly field?: ReasoningField
  readonly details: readonly JsonObject[]
  readonly text: string
}

/** The message of a stream while it comes: one thought or text at a time, and calls. */
export class StreamMessage implements MessageContents {
  readonly #answer: AnswerEmitter
  readonly #calls: StreamToolCalls
  #thought: OpenThought | undefined
  #text: { readonly type: 'text' | 'refusal'; readonly index: number } | undefined
  hasRefusal = false
  hasContent = false

  constructor(answer: AnswerEmitter) {
    this.#answer = answer
    this.#calls = new StreamToolCalls(answer, () => {
      this.#stopThought()
      this.#stopText()
    })
  }

  get hasToolCall(): boolean {
    return this.#calls.count > 0
  }

  read(delta: ObjectReader): void {
    this.#readThoughts(delta)
    const { text, thoughts } = parseAnswerContent(delta.any('content'))
    if (thoughts !== '') this.#think(thoughts, undefined, [])
    this.#say('text', text)
    this.#say('refusal', delta.optionalString('refusal') ?? '')
    for (const { object } of delta.optionalChildren('images')) this.#show(object)
    const calls = delta.optionalChildren('tool_calls')
    const legacy = delta.optionalChild('function_call')
    for (const call of calls) this.#calls.read(call)
    if (legacy !== undefined) this.#calls.readLegacy(legacy)
    this.hasContent ||= this.hasToolCall
  }

  stop(): void {
    this.#stopThought()
    this.#stopText()
    this.#calls.stop()
  }

  #show(image: JsonObject): void {
    this.#stopThought()
    this.#stopText()
    this.hasContent = true
    const value = { dialect: 'openai-chat', name: 'image_url', json: image } as const
    this.#answer.stop(this.#answer.open({ type: 'opaque', block: { type: 'opaque', value } }))
  }

  #readThoughts(delta: ObjectReader): void {
    const field = reasoningFields.find((name) => (delta.optionalString(name) ?? '') !== '')
    const details = (delta.optionalItems('reasoning_details') ?? [])
      .map(({ value }) => value)
      .filter((detail) => isJsonObject(detail))
    const text = field === undefined ? details.map((detail) => detailText(detail)).join('') : delta.string(field)
    if (text !== '' || details.length > 0) this.#think(text, field, details)
  }

  #think(text: string, field: ReasoningField | undefined, details: readonly JsonObject[]): void {
    this.#stopText()
    this.hasContent = true
    const thought = this.#thought ?? { index: this.#answer.open({ type: 'reasoning' }), details: [], text: '' }
    this.#thought = {
      ...thought,
      ...(field !== undefined && { field }),
      details: details.reduce((all, detail) => mergeDetail(all, detail), thought.details),
      text: thought.text + text,
    }
    this.#answer.delta(thought.index, text, 0)
  }

  #stopThought(): void {
    if (this.#thought === undefined) return
    const { index, text, ...proof } = this.#thought
    this.#thought = undefined
    const isProven = proof.field !== undefined || proof.details.length > 0
    this.#answer.stop(index, isProven ? sealChat(proof, text === '' ? [] : [text]) : undefined)
  }

  #say(type: 'text' | 'refusal', text: string): void {
    if (text === '') return
    this.#stopThought()
    if (this.#text?.type !== type) this.#stopText()
    this.#text ??= { type, index: this.#answer.open({ type }) }
    this.hasContent = true
    if (type === 'refusal') this.hasRefusal = true
    this.#answer.delta(this.#text.index, text)
  }

  #stopText(): void {
    if (this.#text !== undefined) this.#answer.stop(this.#text.index)
    this.#text = undefined
  }
}
