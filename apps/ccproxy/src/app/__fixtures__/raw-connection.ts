import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection of which every byte is seen, and on which every byte is sent as it is. */
export interface RawConnection extends AsyncDisposable {
  readonly socket: Socket
  /** Everything until now, as latin1. */
  received(): string
  write(text: string | Uint8Array): void
  /** Resolves with what was received when it matches. @throws Error with it when the connection ends, or 5 s pass, before */
  until(pattern: RegExp): Promise<string>
  /** Resolves with everything when the other side has closed. */
  readonly closed: Promise<string>
}

const patienceMs = 5000

export async function openConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(text))
  })
  await once(socket, 'connect')
  return {
    socket,
    closed,
    received: () => text,
    write: (bytes) => socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes),
    async until(pattern) {
      const end = performance.now() + patienceMs
      while (!pattern.test(text)) {
        if (socket.destroyed || performance.now() > end) throw new Error(`waited in vain for ${pattern} in ${text}`)
        await new Promise((resolve) => {
          setTimeout(resolve, 5)
        })
      }
      return text
    },
    async [Symbol.asyncDispose]() {
      socket.destroy()
      await closed
    },
  }
}
