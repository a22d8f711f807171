import { median, percentile } from '../judge/median.ts'
import { withinTime } from '../processes/within-time.ts'
import { AskConnection } from './ask-connection.ts'

export interface LoadOptions {
  readonly port: number
  /** Sent in turn. */
  readonly requests: readonly Buffer[]
  readonly connections: number
  readonly seconds: number
  /** What an answer must have at least, so that one that was cut does not count. */
  readonly minimumBytes: number
}

export interface LoadResult {
  readonly answers: number
  readonly answersPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** An answer that takes longer is a failure. */
const patienceMs = 20_000

/**
 * Every connection asks again as soon as it has its answer.
 * @throws Error for the first answer that is not 2xx, was cut, or never ends
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { connections, seconds } = options
  const times: number[] = []
  const started = performance.now()
  const until = started + seconds * 1000
  let turn = 0
  const nextRequest = (): Buffer => {
    const request = options.requests[turn % options.requests.length]
    turn += 1
    return request ?? Buffer.alloc(0)
  }
  const open = Array.from({ length: connections }, () => new LoadConnection({ ...options, until, times, nextRequest }))
  const answered = Promise.all(open.map(({ ended }) => ended))
  try {
    await withinTime(answered, seconds * 1000 + patienceMs, 'not all answers came')
  } finally {
    for (const connection of open) connection.close()
  }
  const tookSeconds = (performance.now() - started) / 1000
  return {
    answers: times.length,
    answersPerSecond: times.length / tookSeconds,
    p50Ms: median(times),
    p99Ms: percentile(times, 0.99),
  }
}

interface LoadConnectionOptions extends LoadOptions {
  readonly until: number
  readonly times: number[]
  readonly nextRequest: () => Buffer
}

class LoadConnection {
  readonly ended: Promise<void>
  readonly #connection: AskConnection

  constructor({ port, until, times, nextRequest, minimumBytes }: LoadConnectionOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.ended = promise
    let asked = performance.now()
    const connection = new AskConnection(port, {
      onData(_, complete) {
        if (!complete) return
        if (connection.reader.bodyBytes < minimumBytes) {
          reject(new Error(`an answer of ${connection.reader.bodyBytes} bytes; whole ones have ${minimumBytes}`))
          return
        }
        const now = performance.now()
        times.push(now - asked)
        if (now >= until) {
          resolve()
          return
        }
        asked = now
        connection.send(nextRequest())
      },
      onFailure: reject,
    })
    this.#connection = connection
    connection.send(nextRequest())
  }

  close(): void {
    this.#connection.close()
  }
}
