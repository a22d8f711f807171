// Connections that get no further than one answer: tunnels, and bytes that cannot be read.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CCProxyError } from '@ccproxy/core'
import type { Host } from '@ccproxy/host'
import { brokenRequest, brokenTarget, type ParserError } from './broken-request.js'
import type { OpenRequests } from './open-requests.js'
import { sendRawAnswer } from './raw-answer.js'
import { renderRefusal } from './render-refusal.js'

export class ConnectionRefusals {
  readonly #host: Host
  readonly #requests: OpenRequests
  /** Whatever follows bytes that made no sense makes none either. Ends with the connection. */
  readonly #broken = new WeakSet<Duplex>()

  constructor(host: Host, requests: OpenRequests) {
    this.#host = host
    this.#requests = requests
  }

  /** @param extra header lines */
  tunnel(incoming: IncomingMessage, socket: Duplex, error: unknown, extra: readonly string[] = []): void {
    // The socket is no longer HTTP's: what was asked before cannot be answered any more.
    if (this.#requests.unanswered(socket) !== undefined) socket.destroy()
    else sendRawAnswer(socket, renderRefusal(this.#host, incoming, error), extra)
  }

  broken(error: ParserError, socket: Duplex): void {
    if (this.#broken.has(socket)) return
    this.#broken.add(socket)
    const open = this.#requests.unanswered(socket)
    const { incoming, outgoing } = open ?? {}
    const target = incoming?.complete === false ? incoming.url : brokenTarget(error)
    const words = target === undefined ? undefined : { url: target, rawHeaders: incoming?.rawHeaders ?? [] }
    const answer = (): void => sendRawAnswer(socket, renderRefusal(this.#host, words, brokenRequest(error)))
    if (incoming === undefined || outgoing === undefined) answer()
    // What was asked before is answered before.
    else if (incoming.complete) outgoing.once('close', answer)
    // Its own body broke off in the middle, and its answer has begun or is not the next.
    else if (outgoing.headersSent || outgoing.socket === null) socket.destroy()
    else answer()
  }
}

export function upgradeRefused(): CCProxyError {
  return new CCProxyError('CCPROXY_HTTP_UPGRADE_REFUSED', 'this server does not upgrade connections')
}

export function connectRefused(): CCProxyError {
  return new CCProxyError('CCPROXY_HTTP_METHOD', 'this server is no proxy for connections', {
    hint: 'Set it as the base URL of the client (ANTHROPIC_BASE_URL, OPENAI_BASE_URL), not as HTTPS_PROXY; `ccproxy serve` prints the address.',
  })
}
