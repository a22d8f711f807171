import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Conversation } from './requests/conversation.ts'

/** Nothing in here is slow on purpose for so long; a busy machine may be. */
const patienceMs = 60_000
/** An answer and then silence: that was it. */
const quietMs = 30
const pollMs = 10

export interface Played {
  /** As latin1. */
  readonly received: string
  /** The other side neither answered nor closed in time. */
  readonly isStuck: boolean
}

/** Sends it over a connection of its own and reads until something complete has come or the connection ends. */
export async function playConversation(port: number, { pieces, ending }: Conversation): Promise<Played> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const parts: string[] = []
  let lastAt = performance.now()
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.on('data', (chunk) => {
    parts.push(chunk.toString('latin1'))
    lastAt = performance.now()
  })
  await Promise.race([once(socket, 'connect').catch(() => {}), closed])
  for (const { bytes, pauseMs } of pieces) {
    if (pauseMs > 0) await delay(pauseMs)
    if (socket.destroyed) break
    socket.write(bytes)
  }
  if (ending === 'reset') socket.resetAndDestroy()
  if (ending === 'half-close') socket.end()
  if (ending === 'wait' || ending === 'half-close') {
    const end = performance.now() + patienceMs
    const isOver = (now: number): boolean => (parts.length > 0 ? now - lastAt > quietMs : now > end)
    while (!socket.destroyed && !isOver(performance.now())) await delay(pollMs)
  }
  const isStuck = ending === 'wait' && !socket.destroyed && parts.length === 0
  socket.destroy()
  await closed
  return { received: parts.join(''), isStuck }
}
