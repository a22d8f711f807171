import { connect } from 'node:net'
import { parseRawResponse, type RawResponse } from './parse-raw-response.js'

export interface RawRequestOptions {
  readonly port: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Sent as it is, CRLF included: nothing is added or corrected. */
  readonly text: string | Uint8Array
  /** Default 5,000. */
  readonly timeoutMs?: number
}

/**
 * Sends bytes that no HTTP client would send and gives back what came, unparsed as far as possible. Where nock is active
 * (unit tests) it holds the bytes back until they are a whole request: half requests belong into an e2e test.
 * @throws Error when the connection ends or the time is over before a whole answer has come
 */
export function sendRawRequest({
  port,
  host = '127.0.0.1',
  text,
  timeoutMs = 5_000,
}: RawRequestOptions): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host })
    const chunks: Buffer[] = []
    const fail = (reason: string) => {
      const received = Buffer.concat(chunks).toString('latin1').slice(0, 200)
      reject(new Error(`${reason} after ${JSON.stringify(received)}`))
      socket.destroy()
    }
    const settle = (ended: boolean) => {
      const response = parseRawResponse(Buffer.concat(chunks), ended)
      if (response !== undefined) {
        resolve(response)
        socket.destroy()
      } else if (ended) {
        fail('the connection ended')
      }
    }
    socket.setTimeout(timeoutMs, () => fail('no answer in time'))
    socket.on('connect', () => socket.write(text))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      settle(false)
    })
    // A server that refuses early may reset the connection although it has answered.
    socket.on('error', () => settle(true))
    socket.on('end', () => settle(true))
    socket.on('close', () => settle(true))
  })
}
