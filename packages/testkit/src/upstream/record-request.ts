import type { IncomingMessage, ServerResponse } from 'node:http'
import { wasCut } from './cut-connection.js'
import type { RecordedRequest } from './recorded-request.js'

/** Records from the head on. `bodyEnded` resolves when the body is complete or the client has gone. */
export function recordRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
): { readonly request: RecordedRequest; readonly bodyEnded: Promise<void> } {
  const chunks: Buffer[] = []
  let aborted = false
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('error', () => {})
  response.on('close', () => {
    aborted = !response.writableFinished && !wasCut(response)
  })
  const bodyEnded = new Promise<void>((resolve) => {
    incoming.once('close', resolve)
    incoming.once('end', resolve)
  })
  const request: RecordedRequest = {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    rawHeaders: [...incoming.rawHeaders],
    receivedAt: Date.now(),
    remotePort: incoming.socket.remotePort,
    get body() {
      return Buffer.concat(chunks)
    },
    get complete() {
      return incoming.complete
    },
    get aborted() {
      return aborted
    },
    header: (name) => {
      const values = incoming.rawHeaders.filter(
        (_value, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name.toLowerCase(),
      )
      return values.length === 0 ? undefined : values.join(', ')
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  }
  return { request, bodyEnded }
}
