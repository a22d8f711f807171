import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { CCProxyError } from '@ccproxy/core'
import type { BodyBudget } from './body-budget.js'

/** Kept by reference up to here, so that the request can be sent a second time. */
const replayLimitBytes = 4 * 1024 * 1024

/** A plugin that must see a body whole sees it up to here. */
const wholeLimitBytes = 64 * 1024 * 1024

/** Where something is looked for that most clients write first. */
const glanceBytes = 1024 * 1024

/** A word may stand across two chunks. */
const seamBytes = 32

/** undici holds a buffer until the answer is complete, which for a stream is long; larger bodies go out in pieces. */
const singleWriteBytes = 64 * 1024

/**
 * `none`: the request has no body. `held`: all of it is here. `partial`: it was too large to be held, its start is here
 * and the rest is still in the socket. `gone`: sent or let go.
 */
type BodyState = 'unread' | 'none' | 'held' | 'partial' | 'gone'

/** The bytes of one request, exactly as the client sent them. */
export class RequestBody {
  readonly #incoming: IncomingMessage
  readonly #budget: BodyBudget
  #state: BodyState
  #chunks: Buffer[] = []
  #length = 0
  #taken = 0
  #wasTooLarge = false
  #foundNoRoom = false
  /** Bytes that splices added. */
  #added = 0
  #origin: RequestBody | undefined

  constructor(incoming: IncomingMessage, budget: BodyBudget) {
    this.#incoming = incoming
    this.#budget = budget
    const { headers } = incoming
    const isPresent = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    this.#state = isPresent ? 'unread' : 'none'
  }

  /** False once the body is on its way and not kept, or could never be. */
  get isReplayable(): boolean {
    return this.#state === 'held' || this.#state === 'none'
  }

  /** It was not kept whole, and is or was sent once only. */
  get wasTooLarge(): boolean {
    return this.#wasTooLarge
  }

  get isPresent(): boolean {
    return this.#state !== 'none'
  }

  /** Reads the body while it may be held. @throws CCPROXY_HTTP_TIMEOUT | CCPROXY_HTTP_ABORTED when the client leaves meanwhile */
  async collect(): Promise<void> {
    await this.#read(replayLimitBytes)
  }

  /** What is held after `collect`; of a larger body its start. @throws CCPROXY_HTTP_TIMEOUT | CCPROXY_HTTP_ABORTED */
  async glance(): Promise<readonly Buffer[]> {
    await this.collect()
    if (this.#state === 'partial' && this.#length < glanceBytes) this.#state = await this.#fill(glanceBytes)
    return this.#chunks
  }

  /** All of it. @throws CCPROXY_HTTP_BODY_TOO_LARGE | CCPROXY_HTTP_BUSY | CCPROXY_HTTP_TIMEOUT | CCPROXY_HTTP_ABORTED */
  async whole(): Promise<Buffer> {
    await this.#read(wholeLimitBytes)
    if (this.#state === 'partial' && this.#foundNoRoom)
      throw new CCProxyError('CCPROXY_HTTP_BUSY', 'other requests have all the memory there is for bodies')
    if (this.#state === 'partial')
      throw new CCProxyError(
        'CCPROXY_HTTP_BODY_TOO_LARGE',
        'this request must be read whole, and it is too large for that',
      )
    return this.#chunks.length === 1 && this.#chunks[0] !== undefined ? this.#chunks[0] : Buffer.concat(this.#chunks)
  }

  /** What is sent from now on. */
  replace(bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#chunks = [buffer]
    this.#length = buffer.length
    this.#state = 'held'
  }

  /** Puts other bytes in the place of some that are held; what is not held follows as it comes. */
  splice(start: number, end: number, bytes: Buffer): void {
    this.#chunks = [...between(this.#chunks, 0, start), bytes, ...between(this.#chunks, end, this.#length)]
    const added = bytes.length - (end - start)
    this.#length += added
    this.#added += added
  }

  /** Whether one of these words, of which none is long, is in what is held. */
  mentions(words: readonly string[]): boolean {
    const [only] = this.#chunks
    if (this.#chunks.length <= 1) return only !== undefined && holdsAny(only, words)
    let end = Buffer.alloc(0)
    return this.#chunks.some((chunk) => {
      const seam = Buffer.concat([end, chunk.subarray(0, seamBytes)])
      end = Buffer.from(chunk.subarray(-seamBytes))
      return holdsAny(seam, words) || holdsAny(chunk, words)
    })
  }

  /** The same bytes for one more sending: what is changed there is not changed here. Only while `isReplayable`. */
  fork(): RequestBody {
    const fork = new RequestBody(this.#incoming, this.#budget)
    fork.#state = this.#state
    fork.#chunks = [...this.#chunks]
    fork.#length = this.#length
    fork.#origin = this
    return fork
  }

  /** Known once held; else what the client declared. undefined: it goes out in chunks. */
  get contentLength(): number | undefined {
    if (this.#state === 'held') return this.#length
    const declared = this.#incoming.headers['content-length']
    return declared === undefined || this.#state === 'none' ? undefined : Number(declared) + this.#added
  }

  /** For one sending; may be called again while `isReplayable`. */
  forUpstream(): Buffer | Readable | null {
    if (this.#state === 'none') return null
    if (this.#state !== 'held') {
      this.#state = 'gone'
      return Readable.from(rest(this.#chunks.splice(0), this.#incoming, this.#budget.silenceMs), { objectMode: false })
    }
    if (this.#length > singleWriteBytes) return new ChunkStream(this.#chunks)
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0] ?? null
  }

  /** No replay will come: the memory is given back, also that of the body that this is a fork of. */
  release(): void {
    this.#origin?.release()
    this.#budget.give(this.#taken)
    this.#taken = 0
    this.#chunks = []
    if (this.#state === 'held') this.#state = 'gone'
  }

  async #read(limit: number): Promise<void> {
    if (this.#state !== 'unread' && this.#state !== 'partial') return
    const declared = Number(this.#incoming.headers['content-length'] ?? 0)
    const fits = declared <= limit && this.#reserve(declared)
    this.#state = fits ? await this.#fill(limit) : 'partial'
    this.#wasTooLarge = this.#state === 'partial'
  }

  #reserve(bytes: number): boolean {
    const more = bytes - this.#taken
    if (more <= 0) return true
    if (!this.#budget.take(more)) {
      this.#foundNoRoom = bytes <= this.#budget.total
      return false
    }
    this.#taken += more
    return true
  }

  #fill(limit: number): Promise<'held' | 'partial'> {
    const incoming = this.#incoming
    return new Promise((resolve, reject) => {
      // Between two readings: no event will tell.
      if (incoming.destroyed && !incoming.complete) {
        reject(clientLeft())
        return
      }
      const silence = setTimeout(() => {
        settle()
        reject(clientSilent())
      }, this.#budget.silenceMs).unref()
      const settle = (): void => {
        clearTimeout(silence)
        incoming.off('data', onData).off('end', onEnd).off('close', onClose)
      }
      const onData = (chunk: Buffer): void => {
        silence.refresh()
        this.#chunks.push(chunk)
        this.#length += chunk.length
        if (this.#length <= limit && this.#reserve(this.#length)) return
        settle()
        incoming.pause()
        resolve('partial')
      }
      const onEnd = (): void => {
        settle()
        resolve('held')
      }
      const onClose = (): void => {
        settle()
        reject(clientLeft())
      }
      // An error, which nobody but we would hear of, comes as a close as well.
      incoming.on('data', onData).on('end', onEnd).on('close', onClose)
      incoming.resume()
    })
  }
}

function clientLeft(): CCProxyError {
  return new CCProxyError('CCPROXY_HTTP_ABORTED', 'the client left while it was sending')
}

function clientSilent(): CCProxyError {
  return new CCProxyError('CCPROXY_HTTP_TIMEOUT', 'the client stopped in the middle of its request')
}

function between(chunks: readonly Buffer[], start: number, end: number): readonly Buffer[] {
  const parts: Buffer[] = []
  let at = 0
  for (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    if (part.length > 0) parts.push(part)
    at += chunk.length
  }
  return parts
}

function holdsAny(bytes: Buffer, words: readonly string[]): boolean {
  return words.some((word) => bytes.includes(word))
}

async function* rest(prefix: readonly Buffer[], incoming: IncomingMessage, silenceMs: number): AsyncGenerator<Buffer> {
  yield* prefix
  // The answer may come before the body is through, and must still find its socket.
  const chunks: AsyncIterator<Buffer> = incoming.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      // Only while the client is waited for: a provider that reads slowly is not its fault.
      const silent = Promise.withResolvers<never>()
      const timer = setTimeout(() => silent.reject(clientSilent()), silenceMs).unref()
      const next = await Promise.race([chunks.next(), silent.promise]).finally(() => clearTimeout(timer))
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // Not waited for: of a silent client nothing comes any more.
    void chunks.return?.()
  }
}

/** Hands out held chunks one by one and forgets each. */
class ChunkStream extends Readable {
  readonly #chunks: Buffer[]

  constructor(chunks: readonly Buffer[]) {
    super()
    this.#chunks = [...chunks].toReversed()
  }

  override _read(): void {
    this.push(this.#chunks.pop() ?? null)
  }
}
