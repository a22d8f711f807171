import { createConnection, type Socket } from 'node:net'
import { AnswerReader } from './answer-reader.ts'

export interface AskListener {
  /** Each piece of an answer as it comes, and whether that was all of it. */
  onData(chunk: Buffer, complete: boolean): void
  /** Not called after `close`. */
  onFailure(reason: Error): void
}

/** A kept-alive connection with one request under way at a time. */
export class AskConnection {
  readonly reader: AnswerReader = new AnswerReader()
  readonly #socket: Socket
  #closed = false

  constructor(port: number, listener: AskListener) {
    const fail = (reason: Error): void => {
      if (this.#closed) return
      this.close()
      listener.onFailure(reason)
    }
    this.#socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => {
      if (this.#closed) return
      let complete: boolean
      try {
        complete = this.reader.push(chunk)
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)))
        return
      }
      if (complete && (this.reader.status < 200 || this.reader.status > 299))
        fail(new Error(`an answer with status ${this.reader.status}:\n${chunk.toString().slice(-500)}`))
      else listener.onData(chunk, complete)
    })
    this.#socket.on('error', fail)
    this.#socket.on('close', () => fail(new Error('the connection was closed before its answer was complete')))
  }

  send(request: Buffer): void {
    this.#socket.write(request)
  }

  close(): void {
    this.#closed = true
    this.#socket.destroy()
  }
}
