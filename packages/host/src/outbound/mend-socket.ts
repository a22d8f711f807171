import type { Socket } from 'node:net'

/**
 * Mends from outside what undici 7 does with its connections; its next major version cannot be used by the fetch of Node 22.
 *
 * It fails with an assertion that nobody can catch when an answer that ends its connection is paused at that moment
 * (nodejs/undici#5360): the end is kept back until it goes on reading.
 *
 * It opens a new connection for a request that was aborted, to find out that nobody wants it (nodejs/undici#5845): it is told
 * that the connection failed, which ends the request as well.
 */
export function mendSocket<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket)
  const unshift = socket.unshift.bind(socket)
  const emit = socket.emit.bind(socket)
  let isPaused = false
  let held: (() => void) | undefined

  // Whatever is paused puts back what it has not looked at, also when that is nothing.
  socket.unshift = (chunk: unknown, encoding?: BufferEncoding): void => {
    isPaused = true
    unshift(chunk, encoding)
  }
  // Undici goes on reading without a size; streams themselves read with one.
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read(size)
    if (size === undefined && isPaused) {
      isPaused = false
      if (held !== undefined) process.nextTick(release)
    }
    return chunk
  }
  // Not at the listeners: whoever adds one must find it again to take it off.
  socket.emit = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event === 'end' && isPaused) {
      held = () => emit(event)
      return true
    }
    return event === 'error' ? emit(event, mended(values[0])) : emit(event, ...values)
  }
  // It would otherwise be closed at its end, held or not.
  socket.allowHalfOpen = true
  return socket

  function mended(error: unknown): unknown {
    if (isAbort(error)) return new Error('the request was aborted', { cause: error })
    // During a pause a reset would be taken for an end, with the same assertion.
    return isPaused && isReset(error) ? new Error('the connection was reset', { cause: error }) : error
  }

  function release(): void {
    if (isPaused || socket.destroyed) return
    held?.()
    held = undefined
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
}

/** What undici itself ends the connection of an aborted request with. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'UND_ERR_INFO' && error.message === 'aborted'
}
