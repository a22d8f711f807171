import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** What one connection asked for. */
class Conversation {
  /** Requests whose answers are not out yet. */
  open = 0
  newest: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse } | undefined

  /** One function for all requests of a connection. */
  readonly onClose = (): void => {
    this.open -= 1
  }
}

/** Knows what each connection waits for, so that nothing is written into the middle of an answer. */
export class OpenRequests {
  /** Ends with the connection. */
  readonly #conversations = new WeakMap<Duplex, Conversation>()

  /** @returns how many requests of this connection wait for their answer now */
  add(incoming: IncomingMessage, outgoing: ServerResponse): number {
    const { socket } = incoming
    let conversation = this.#conversations.get(socket)
    if (conversation === undefined) {
      conversation = new Conversation()
      this.#conversations.set(socket, conversation)
    }
    conversation.open += 1
    conversation.newest = { incoming, outgoing }
    outgoing.on('close', conversation.onClose)
    return conversation.open
  }

  /** The newest request of a connection; undefined: every answer is out. */
  unanswered(socket: Duplex): Conversation['newest'] {
    const conversation = this.#conversations.get(socket)
    return conversation === undefined || conversation.open === 0 ? undefined : conversation.newest
  }
}
