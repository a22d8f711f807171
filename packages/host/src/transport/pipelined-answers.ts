import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Answers to clients that send their next requests before they have the answer to the first. Until its turn such an answer
 * has no socket, and Node 22 tells it nothing of the end of its connection.
 */
export class PipelinedAnswers {
  readonly #waiting = new WeakMap<Socket, Set<ServerResponse>>()

  /** Closes the answer with its connection, if its turn has not come. */
  watch({ socket }: IncomingMessage, outgoing: ServerResponse): void {
    if (outgoing.socket !== null || outgoing.destroyed) return
    const answers = this.#waiting.get(socket) ?? this.#follow(socket)
    answers.add(outgoing)
    outgoing.once('socket', () => answers.delete(outgoing))
    if (socket.destroyed) close(answers)
  }

  #follow(socket: Socket): Set<ServerResponse> {
    const answers = new Set<ServerResponse>()
    this.#waiting.set(socket, answers)
    socket.once('close', () => close(answers))
    return answers
  }
}

function close(answers: Set<ServerResponse>): void {
  for (const answer of answers) {
    if (answer.destroyed) continue
    answer.destroy()
    answer.emit('close')
  }
  answers.clear()
}
