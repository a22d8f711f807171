import type { ServerResponse } from 'node:http'
import type { CCProxyError, Dialect } from '@ccproxy/core'
import { EventBoundary, errorEvent, keepAliveEvent } from './event-stream.js'
import type { ExchangeReporter } from './exchange-reporter.js'
import type { FailureCopy } from './failure-copy.js'
import { isEventStream } from './is-event-stream.js'
import { TurnWriter } from './turn-writer.js'
import type { AnswerSink, AnswerSource, ResponseHead } from './upstream-attempt.js'

export interface ClientAnswerOptions {
  readonly outgoing: ServerResponse
  readonly requestId: string
  readonly provider: string
  readonly dialect: Dialect | undefined
  readonly reporter: ExchangeReporter
  /** Milliseconds of upstream silence after which an event stream gets a sign of life. */
  readonly keepAliveMs: number
  /** Milliseconds that the client may leave bytes unread. */
  readonly stallMs: number
  /** Headers of ours, name by name. */
  extraHeaders(): readonly string[]
  /** A side copy of the body, for answers that need one. */
  copyFor(head: ResponseHead): FailureCopy | undefined
  /** The answer broke after its head was out. */
  failed(error: CCProxyError): void
}

const printable = /^[\t\x20-\x7e\x80-\xff]*$/

/** Writes a provider's answer to the client's socket as it comes, with back-pressure. */
export class ClientAnswer implements AnswerSink {
  readonly #options: ClientAnswerOptions
  readonly #outgoing: ServerResponse
  readonly #writer: TurnWriter
  #source: AnswerSource | undefined
  #copy: FailureCopy | undefined
  #isEventStream = false
  /** Present while events of ours may be added: an event stream without encoding and without a length. */
  #boundary: EventBoundary | undefined
  #keepAlive: NodeJS.Timeout | undefined
  #stall: NodeJS.Timeout | undefined
  #head: ResponseHead | undefined
  #bytes = 0

  constructor(options: ClientAnswerOptions) {
    this.#options = options
    this.#outgoing = options.outgoing
    this.#writer = new TurnWriter(options.outgoing, (piece) => this.#written(piece))
  }

  /** The head that went out. */
  get head(): ResponseHead | undefined {
    return this.#head
  }

  get copy(): FailureCopy | undefined {
    return this.#copy
  }

  get bytes(): number {
    return this.#bytes
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    const { requestId, reporter } = this.#options
    this.#source = source
    this.#head = head
    this.#copy = this.#options.copyFor(head)
    const flat = [...head.headers.flat]
    if (head.headers.get('x-request-id') === undefined) flat.push('x-request-id', requestId)
    flat.push('x-ccproxy-request-id', requestId, 'x-content-type-options', 'nosniff', ...this.#options.extraHeaders())
    if (printable.test(head.statusMessage)) this.#outgoing.writeHead(head.status, head.statusMessage, flat)
    else this.#outgoing.writeHead(head.status, flat)
    this.#isEventStream = isEventStream(head)
    if (!this.#isEventStream) return
    reporter.streamStart()
    // The first event may be long in coming, and the client waits for the head.
    this.#writer.schedule()
    if (!mayBeAddedTo(head)) return
    this.#boundary = new EventBoundary()
    this.#keepAlive = setTimeout(this.#signOfLife, this.#options.keepAliveMs).unref()
  }

  write(chunk: Buffer): boolean {
    if (this.#bytes === 0) this.#options.reporter.firstByte()
    this.#bytes += chunk.length
    this.#copy?.push(chunk)
    if (this.#isEventStream) this.#options.reporter.streamChunk(chunk)
    this.#writer.push(chunk)
    // Told one turn late: what a socket gives in one turn is bounded.
    return !this.#outgoing.writableNeedDrain || this.#outgoing.destroyed
  }

  /** @param failure why it is no whole answer, where the client was told in its own words already */
  end(failure?: CCProxyError): void {
    this.#stop(failure === undefined)
    if (failure !== undefined) this.#options.failed(failure)
    this.#writer.end()
    this.#awaitReader()
  }

  fail(error: CCProxyError): void {
    if (!this.#outgoing.destroyed) this.#writer.flush()
    this.#stop(false)
    this.#options.failed(error)
    const { dialect, requestId, provider } = this.#options
    // Half an event cannot be taken back, and a length that was promised not be kept: then only a broken connection is honest.
    if (this.#boundary?.isBetweenEvents === true && !this.#outgoing.destroyed) {
      this.#outgoing.end(errorEvent(error, dialect, { requestId, provider }))
      this.#awaitReader()
    } else this.#breakOff()
  }

  /** The client left. */
  cancel(): void {
    this.#stop(false)
    this.#source?.abort()
  }

  #written(piece: Buffer): void {
    this.#boundary?.push(piece)
    this.#keepAlive?.refresh()
    if (!this.#outgoing.writableNeedDrain || this.#outgoing.destroyed || this.#stall !== undefined) return
    this.#stall = setTimeout(this.#onStall, this.#options.stallMs).unref()
    this.#outgoing.once('drain', this.#onDrain)
  }

  #stop(complete: boolean): void {
    clearTimeout(this.#keepAlive)
    clearTimeout(this.#stall)
    this.#keepAlive = undefined
    this.#stall = undefined
    this.#outgoing.off('drain', this.#onDrain)
    if (this.#isEventStream) this.#options.reporter.streamEnd(this.#bytes, complete)
    this.#isEventStream = false
  }

  /** Where only the connection says that an answer is complete (HTTP/1.0), its end in good order would be a lie. */
  #breakOff(): void {
    const isFramed = this.#outgoing.chunkedEncoding || this.#head?.headers.get('content-length') !== undefined
    if (isFramed || this.#outgoing.socket === null) this.#outgoing.destroy()
    else this.#outgoing.socket.resetAndDestroy()
  }

  /** A client that stops reading at the last bytes must not keep its connection for ever. */
  #awaitReader(): void {
    // Most answers are with the kernel already.
    if (this.#outgoing.writableLength === 0 || this.#outgoing.destroyed) return
    this.#stall = setTimeout(this.#onStall, this.#options.stallMs).unref()
    this.#outgoing.once('close', () => clearTimeout(this.#stall))
  }

  readonly #onDrain = (): void => {
    clearTimeout(this.#stall)
    this.#stall = undefined
    this.#source?.resume()
  }

  readonly #onStall = (): void => {
    // The client asked for several things at once and still reads another one.
    if (this.#outgoing.socket === null) this.#stall?.refresh()
    else this.#outgoing.destroy()
  }

  readonly #signOfLife = (): void => {
    if (this.#boundary?.isBetweenEvents === true && !this.#outgoing.writableNeedDrain)
      this.#outgoing.write(keepAliveEvent(this.#options.dialect))
    this.#keepAlive?.refresh()
  }
}

function mayBeAddedTo(head: ResponseHead): boolean {
  const encoding = head.headers.get('content-encoding')
  return (encoding === undefined || encoding === 'identity') && head.headers.get('content-length') === undefined
}
