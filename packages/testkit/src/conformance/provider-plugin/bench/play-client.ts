import { connect } from 'node:net'
import { parseRawResponse, type RawResponse } from '../../../raw-request/parse-raw-response.js'
import type { ClientRequestFixture } from '../client-requests/client-request.js'
import { waitUntil } from './wait-until.js'

/** A client that sees every byte when it comes. */
export interface PlayedClient {
  /** The bytes that came until now, head and framing included, as text. */
  received(): string
  /** @throws Error when no whole answer comes in time */
  answer(): Promise<RawResponse>
  /** Goes away in the middle. */
  leave(): void
}

const answerTimeoutMs = 10_000

/** @param prefix before the request's path */
export function playClient(port: number, prefix: string, request: ClientRequestFixture): PlayedClient {
  const chunks: Buffer[] = []
  let ended = false
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  socket.on('close', () => {
    ended = true
  })
  socket.write(bytesOf(prefix, port, request))
  const parsed = () => parseRawResponse(Buffer.concat(chunks), ended)
  return {
    received: () => Buffer.concat(chunks).toString(),
    answer: async () => {
      await waitUntil(() => ended || parsed() !== undefined, answerTimeoutMs)
      const response = parsed()
      socket.destroy()
      if (response === undefined) throw new Error(`${request.client}: no whole answer came through the proxy`)
      return response
    },
    leave: () => {
      socket.destroy()
    },
  }
}

function bytesOf(prefix: string, port: number, { method, path, headers, body }: ClientRequestFixture): Buffer {
  const content = body === undefined ? '' : JSON.stringify(body)
  const lines = [`${method} ${prefix}${path} HTTP/1.1`, `host: 127.0.0.1:${port}`, 'connection: close']
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(content)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${content}`)
}
