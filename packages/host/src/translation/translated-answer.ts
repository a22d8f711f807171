import type { CCProxyError } from '@ccproxy/core'
import type { FailureCopy } from '../transport/failure-copy.js'
import type { AnswerSink, AnswerSource, ResponseHead, ToldUsage } from '../transport/upstream-attempt.js'
import type { AnswerContext } from './answer-context.js'
import { DecodedAnswer } from './decoded-answer.js'
import { RefusedAnswer } from './refused-answer.js'
import { type AnswerReader, WholeAnswer } from './whole-answer.js'

/** How an answer that is no refusal is read: whole, or as it comes. undefined: it goes out as it is. */
export type AnswerReading = (head: ResponseHead, context: AnswerContext) => AnswerSink | AnswerReader | undefined

/** A provider's answer in the client's dialect, whichever of its forms it has. */
export class TranslatedAnswer implements AnswerSink {
  readonly #context: AnswerContext
  readonly #reading: AnswerReading
  #sink: AnswerSink | undefined
  #refused: RefusedAnswer | undefined
  #head: ResponseHead | undefined

  constructor(context: AnswerContext, reading: AnswerReading) {
    this.#context = context
    this.#reading = reading
  }

  /** The provider's own. Absent: nobody answered yet. */
  get head(): ResponseHead | undefined {
    return this.#head
  }

  /** The start of a refusal, in the provider's own words. */
  get copy(): FailureCopy | undefined {
    return this.#refused?.copy
  }

  get told(): ToldUsage | undefined {
    return this.#sink?.told
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    // The copy is of what was decoded.
    this.#head = { ...head, headers: head.headers.with({ 'content-encoding': null }) }
    this.#sink = this.#sinkFor(head)
    this.#sink.begin(head, source)
  }

  write(chunk: Buffer): boolean {
    return this.#sink?.write(chunk) ?? true
  }

  end(): void {
    this.#sink?.end()
  }

  fail(error: CCProxyError): void {
    this.#sink?.fail(error)
  }

  #sinkFor(head: ResponseHead): AnswerSink {
    const reading = this.#reading(head, this.#context)
    if (reading === undefined) return this.#context.client
    if (reading instanceof RefusedAnswer) this.#refused = reading
    return new DecodedAnswer('reply' in reading ? new WholeAnswer(this.#context, reading) : reading)
  }
}
