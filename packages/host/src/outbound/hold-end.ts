import type { Socket } from 'node:net'

type Listener = (...values: unknown[]) => void

/**
 * Keeps the end of a connection back while undici has paused reading it. Undici 7 fails with an assertion that nobody can
 * catch when an answer that ends its connection is paused at that moment (nodejs/undici#5360); its next major version does
 * not, but the fetch of Node 22 cannot use that one. To be called before undici listens to the socket.
 */
export function holdEnd<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket)
  const unshift = socket.unshift.bind(socket)
  const on = socket.on.bind(socket)
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
  Object.assign(socket, {
    on: (event: string | symbol, listener: Listener): S =>
      Reflect.apply(on, socket, [event, heldBack(event, listener)]),
  })
  // It would otherwise be closed at its end, held or not.
  socket.allowHalfOpen = true
  return socket

  function heldBack(event: string | symbol, listener: Listener): Listener {
    if (event === 'end')
      return () => {
        if (isPaused) held = () => Reflect.apply(listener, socket, [])
        else Reflect.apply(listener, socket, [])
      }
    if (event === 'error')
      // During a pause a reset would be taken for an end, with the same assertion.
      return (error) => Reflect.apply(listener, socket, [isPaused && isReset(error) ? disguised(error) : error])
    return listener
  }

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
