import { once } from 'node:events'
import { connect } from 'node:net'

/** A client that sees every byte of one stream. */
export interface OpenStream {
  readonly received: () => string
  /** Resolves when the connection is gone. */
  readonly closed: Promise<unknown>
  leave(): void
}

const question = JSON.stringify({
  model: 'm',
  max_tokens: 9,
  stream: true,
  messages: [{ role: 'user', content: 'Hi' }],
})

/** @param path of an API that is asked with messages */
export function openStream(port: number, path: string): OpenStream {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket
    .on('error', () => {})
    .on('data', (chunk) => {
      received += chunk.toString()
    })
  const closed = once(socket, 'close')
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    'connection: close',
    `content-length: ${question.length}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n${question}`)
  return { received: () => received, closed, leave: () => socket.destroy() }
}
