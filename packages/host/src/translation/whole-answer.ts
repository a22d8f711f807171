import { CCProxyError } from '@ccproxy/core'
import type { AnswerSink, AnswerSource, ResponseHead } from '../transport/upstream-attempt.js'
import type { AnswerContext } from './answer-context.js'
import { formatFailure } from './format-failure.js'
import { type Reply, sendReply } from './reply.js'

/** Makes one answer of what comes. */
export interface AnswerReader {
  push(chunk: Buffer): void
  /** After the last chunk. @throws FormatError | CCProxyError */
  reply(head: ResponseHead): Reply
}

const limitBytes = 64 * 1024 * 1024

/** An answer of which the client gets nothing before its end is here. */
export class WholeAnswer implements AnswerSink {
  readonly #context: AnswerContext
  readonly #reader: AnswerReader
  #head: ResponseHead | undefined
  #source: AnswerSource | undefined
  #left = limitBytes
  #isOver = false

  constructor(context: AnswerContext, reader: AnswerReader) {
    this.#context = context
    this.#reader = reader
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    this.#head = head
    this.#source = source
  }

  write(chunk: Buffer): boolean {
    if (this.#isOver) return true
    this.#left -= chunk.length
    try {
      if (this.#left < 0)
        throw new CCProxyError('CCPROXY_FORMAT_ANSWER', `the answer is larger than ${limitBytes} bytes`)
      this.#reader.push(chunk)
    } catch (error) {
      this.fail(formatFailure(error, 'answer'))
    }
    return true
  }

  end(): void {
    const [head, source] = [this.#head, this.#source]
    if (this.#isOver || head === undefined || source === undefined) return
    let reply: Reply
    try {
      reply = this.#reader.reply(head)
    } catch (error) {
      this.fail(formatFailure(error, 'answer'))
      return
    }
    this.#isOver = true
    if (reply.error !== undefined) this.#context.providerFailed(reply.error, head)
    sendReply(this.#context, reply, head, source)
  }

  fail(error: CCProxyError): void {
    if (this.#isOver) return
    this.#isOver = true
    // Which ends what still comes from the provider too.
    this.#context.refuse(error)
  }
}
