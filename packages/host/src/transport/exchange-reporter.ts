import type { Clock, FailureKind, HookBus, MeteredAnswer } from '@ccproxy/core'
import type { Exchange } from './exchange.js'

/** Tells observers what becomes of one request. A payload is built only for an event that somebody watches. */
export class ExchangeReporter {
  readonly #hooks: HookBus
  readonly #exchange: Exchange
  readonly #clock: Clock
  readonly #startedAt: number
  #endedAt: number | undefined
  #firstByteAt: number | undefined
  #attempt = 0
  #sentAt = 0
  #chunks = 0
  #watchesChunks = false
  #wantsBytes = false

  constructor(hooks: HookBus, exchange: Exchange, clock: Clock) {
    this.#hooks = hooks
    this.#exchange = exchange
    this.#clock = clock
    this.#startedAt = clock.monotonic()
  }

  started(): void {
    if (!this.#hooks.observed('request.started')) return
    const { incoming, path } = this.#exchange
    this.#hooks.emit('request.started', {
      ...this.#identity(),
      method: incoming.method ?? 'GET',
      path: withoutQuery(path),
    })
  }

  prepared(origin: string, path: string): void {
    if (!this.#hooks.observed('provider.request.prepared')) return
    const { account } = this.#exchange
    this.#hooks.emit('provider.request.prepared', { ...this.#identity(), account, origin, path: withoutQuery(path) })
  }

  sent(): void {
    this.#attempt += 1
    this.#sentAt = this.#clock.monotonic()
    if (this.#hooks.observed('provider.request.sent'))
      this.#hooks.emit('provider.request.sent', { ...this.#identity(), attempt: this.#attempt })
  }

  received(status: number): void {
    if (!this.#hooks.observed('provider.response.received')) return
    const latencyMs = this.#clock.monotonic() - this.#sentAt
    this.#hooks.emit('provider.response.received', { ...this.#identity(), status, latencyMs })
  }

  streamStart(): void {
    this.#watchesChunks = this.#hooks.observed('provider.stream.chunk')
    this.#wantsBytes = this.#watchesChunks && this.#hooks.observedWithContent('provider.stream.chunk')
    if (this.#hooks.observed('provider.stream.start')) this.#hooks.emit('provider.stream.start', this.#identity())
  }

  streamChunk(bytes: Uint8Array): void {
    this.#chunks += 1
    if (!this.#watchesChunks) return
    this.#hooks.emit('provider.stream.chunk', {
      ...this.#identity(),
      sequence: this.#chunks,
      byteLength: bytes.byteLength,
      ...(this.#wantsBytes ? { bytes } : {}),
    })
  }

  streamEnd(bytes: number, complete: boolean): void {
    if (this.#hooks.observed('provider.stream.end'))
      this.#hooks.emit('provider.stream.end', { ...this.#identity(), chunks: this.#chunks, bytes, complete })
  }

  providerError(status: number, kind: FailureKind | 'transport'): void {
    if (this.#hooks.observed('provider.error'))
      this.#hooks.emit('provider.error', { ...this.#identity(), status, kind })
  }

  /** The first byte of the body is on its way to the client. */
  firstByte(): void {
    this.#firstByteAt = this.#clock.monotonic()
  }

  /** From the request to the first byte of the body; absent: the response had no body. */
  get firstByteMs(): number | undefined {
    return this.#firstByteAt === undefined ? undefined : this.#firstByteAt - this.#startedAt
  }

  /** The connection is done with; what follows is talk about it. */
  ended(): void {
    this.#endedAt = this.#clock.monotonic()
  }

  completed(status: number, bytes: number, metered: MeteredAnswer): void {
    if (!this.#hooks.observed('request.completed')) return
    const { account } = this.#exchange
    this.#hooks.emit('request.completed', {
      ...this.#identity(),
      account,
      status,
      durationMs: this.durationMs,
      bytes,
      ...metered,
    })
  }

  failed(code: string, metered: MeteredAnswer): void {
    if (!this.#hooks.observed('request.failed')) return
    const { account } = this.#exchange
    const { durationMs } = this
    this.#hooks.emit('request.failed', { ...this.#identity(), account, code, durationMs, ...metered })
  }

  #identity(): { readonly requestId: string; readonly provider: string } {
    return { requestId: this.#exchange.requestId, provider: this.#exchange.provider.name }
  }

  get durationMs(): number {
    return (this.#endedAt ?? this.#clock.monotonic()) - this.#startedAt
  }
}

function withoutQuery(path: string): string {
  const end = path.indexOf('?')
  return end === -1 ? path : path.slice(0, end)
}
