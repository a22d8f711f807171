import { retryAfter } from '@ccproxy/core'
import { translateError } from '@ccproxy/formats'
import { FailureCopy, failureLimitBytes } from '../transport/failure-copy.js'
import type { AnswerSink, AnswerSource, ResponseHead } from '../transport/upstream-attempt.js'
import type { AnswerContext } from './answer-context.js'
import { type Reply, sendReply } from './reply.js'

/** A provider's refusal in the client's words, made of as much of it as anybody reads. */
export class RefusedAnswer implements AnswerSink {
  readonly copy: FailureCopy = new FailureCopy()
  readonly #context: AnswerContext
  #head: ResponseHead | undefined
  #source: AnswerSource | undefined
  #left = failureLimitBytes
  #isOver = false

  constructor(context: AnswerContext) {
    this.#context = context
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    this.#head = head
    this.#source = source
  }

  write(chunk: Buffer): boolean {
    if (this.#isOver) return true
    this.copy.push(chunk)
    this.#left -= chunk.length
    if (this.#left > 0) return true
    this.end()
    this.#source?.abort()
    return true
  }

  end(): void {
    const [head, source] = [this.#head, this.#source]
    if (this.#isOver || head === undefined || source === undefined) return
    this.#isOver = true
    sendReply(this.#context, this.#reply(head), head, source)
  }

  /** It broke off, but that it is a refusal is known. */
  fail(): void {
    this.end()
  }

  #reply({ status, headers }: ResponseHead): Reply {
    const { from, to, requestId } = this.#context
    const now = Date.now()
    const retryAt = retryAfter(headers.get('retry-after') ?? null, now)
    const translated = translateError({
      from,
      to,
      status,
      body: parsed(this.copy.bytes.toString()),
      requestId: headers.get('x-request-id') ?? headers.get('request-id') ?? requestId,
      // Some clients look for it in the body.
      ...(retryAt !== undefined && { retryAfterMs: retryAt - now }),
    })
    const { retryAfterMs } = translated
    const isUnsaid = retryAfterMs !== undefined && headers.get('retry-after') === undefined
    return {
      status: translated.status,
      mediaType: 'application/json',
      body: JSON.stringify(translated.body),
      ...(isUnsaid && { headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } }),
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Its words are all that there is.
    return text
  }
}
