import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as open } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientRequest } from './client-request.ts'
import type { ClientManner } from './plan.ts'

export interface Outcome {
  /** Epoch ms. */
  readonly startedAt: number
  /** undefined: no head came. */
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  /** What came of the body. */
  readonly body: string
  /** `unanswered`: the connection, which had been at rest before, broke without a head. */
  readonly end: 'whole' | 'broken' | 'unanswered' | 'left' | 'hung'
}

/** Longer than anything may take: the refresh that a request waits for, the answer, and its pauses. */
const patienceMs = 90_000
/** All pauses of one answer together stay below what the proxy takes for a client that is gone. */
const mostPauses = 20

/** Sends it as a client of that manner does. Never rejects. */
export function sendRequest(
  agent: Agent,
  origin: string,
  { path, headers, body }: ClientRequest,
  manner: ClientManner,
): Promise<Outcome> {
  const startedAt = Date.now()
  const chunks: Buffer[] = []
  let answer: IncomingMessage | undefined
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = []
    const settle = (end: Outcome['end']): void => {
      for (const timer of timers) clearTimeout(timer)
      const { statusCode: status, headers: received = {} } = answer ?? {}
      resolve({ startedAt, status, headers: received, body: Buffer.concat(chunks).toString(), end })
    }
    const outgoing = open(`${origin}${path}`, { agent, method: 'POST', headers })
    const stop = (end: 'left' | 'hung'): void => {
      settle(end)
      outgoing.destroy()
    }
    timers.push(setTimeout(() => stop('hung'), patienceMs))
    if (manner.kind === 'leaves') timers.push(setTimeout(() => stop('left'), manner.afterMs))
    outgoing.on('error', () => settle(outgoing.reusedSocket && answer === undefined ? 'unanswered' : 'broken'))
    outgoing.on('response', (incoming) => {
      answer = incoming
      incoming.on('error', () => {})
      incoming.on('close', () => settle(incoming.complete ? 'whole' : 'broken'))
      void collect(incoming, chunks, manner)
    })
    outgoing.end(body)
  })
}

async function collect(incoming: IncomingMessage, chunks: Buffer[], manner: ClientManner): Promise<void> {
  let pauses = 0
  try {
    for await (const chunk of incoming) {
      chunks.push(chunk)
      if (manner.kind !== 'dawdles' || pauses >= mostPauses) continue
      pauses += 1
      await sleep(manner.pauseMs)
    }
  } catch {
    // Told by `close`.
  }
}
