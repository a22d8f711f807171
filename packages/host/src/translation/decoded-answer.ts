import type { Transform } from 'node:stream'
import { CCProxyError } from '@ccproxy/core'
import { createDecoder } from '../transport/create-decoder.js'
import type { AnswerSink, AnswerSource, ResponseHead, ToldUsage } from '../transport/upstream-attempt.js'

/**
 * Undoes the content-encoding of an answer, as the bytes come, for a sink that must read it. None was asked for, but some
 * servers encode whatever they send.
 */
export class DecodedAnswer implements AnswerSink {
  readonly #sink: AnswerSink
  #decoder: Transform | undefined
  #isOver = false

  constructor(sink: AnswerSink) {
    this.#sink = sink
  }

  get told(): ToldUsage | undefined {
    return this.#sink.told
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    const encoding = head.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
    const plain = { ...head, headers: head.headers.with({ 'content-encoding': null, 'content-length': null }) }
    if (encoding === '' || encoding === 'identity') {
      this.#sink.begin(plain, source)
      return
    }
    const decoder = createDecoder(encoding)
    this.#decoder = decoder
    this.#sink.begin(plain, {
      resume: () => decoder?.resume(),
      abort: () => {
        decoder?.destroy()
        source.abort()
      },
    })
    if (decoder === undefined) {
      this.#break(source, `the provider sent the content-encoding ${encoding}, which nobody asked for`)
      return
    }
    decoder.on('data', (chunk: Buffer) => {
      if (!this.#sink.write(chunk)) decoder.pause()
    })
    decoder.on('drain', () => source.resume())
    decoder.once('end', () => {
      this.#isOver = true
      this.#sink.end()
    })
    decoder.once('error', () => this.#break(source, 'the answer of the provider is damaged: it cannot be decoded'))
  }

  write(chunk: Buffer): boolean {
    if (this.#isOver) return true
    return this.#decoder === undefined ? this.#sink.write(chunk) : this.#decoder.write(chunk)
  }

  end(): void {
    if (this.#isOver) return
    if (this.#decoder === undefined) this.#sink.end()
    else this.#decoder.end()
  }

  fail(error: CCProxyError): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#decoder?.destroy()
    this.#sink.fail(error)
  }

  #break(source: AnswerSource, problem: string): void {
    this.fail(new CCProxyError('CCPROXY_FORMAT_ANSWER', problem))
    source.abort()
  }
}
