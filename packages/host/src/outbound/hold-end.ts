import type { Socket } from 'node:net'

/**
 * Keeps the end of a connection back while undici has paused reading it. Undici 7 fails with an assertion that nobody can
 * catch when an answer that ends its connection is paused at that moment (nodejs/undici#5360); its next major version does
 * not, but the fetch of Node 22 cannot use that one.
 */
export function holdEnd<S extends Socket>(socket: S): S {
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
    if (!isPaused) return emit(event, ...values)
    if (event === 'end') {
      held = () => emit(event)
      return true
    }
    // During a pause a reset would be taken for an end, with the same assertion.
    const [error] = values
    return event === 'error' && isReset(error) ? emit(event, disguised(error)) : emit(event, ...values)
  }
  // It would otherwise be closed at its end, held or not.
  socket.allowHalfOpen = true
  return socket

  function release(): void {
    if (isPaused || socket.destroyed) return
    held?.()
    held = undefined
  }
}

function isReset(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
}

function disguised(error: Error): Error {
  return new Error('the connection was reset', { cause: error })
}
