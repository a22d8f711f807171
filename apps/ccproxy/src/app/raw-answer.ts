// Answers on sockets that have no ServerResponse: upgrades, and bytes that are no HTTP.
import type { Duplex } from 'node:stream'
import type { ClientError } from '@ccproxy/host'

const lingerMs = 1000
// Imported, node:http brings all of fetch with it.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Writes an error as a whole HTTP answer and closes. */
export function sendRawAnswer(
  socket: Duplex,
  { status, headers, body }: ClientError,
  extra: readonly string[] = [],
): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
    ...extra,
  ]
  socket.on('error', () => socket.destroy())
  // Unread bytes would turn the close into a reset, and the client might never see the answer.
  socket.resume()
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
  setTimeout(() => socket.destroy(), lingerMs).unref()
}
