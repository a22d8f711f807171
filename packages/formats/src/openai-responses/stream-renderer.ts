import type { StreamRenderer } from '../codec.js'
import type { AnswerEvent } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import { writeSse } from '../sse/write-sse.js'
import { ResponseWriter } from './response-writer.js'

export class ResponsesStreamRenderer implements StreamRenderer {
  readonly #writer: ResponseWriter
  #text = ''
  #number = 0

  constructor(request: Conversation) {
    this.#writer = new ResponseWriter(request, (event) => {
      // Put in as text: a copy of each event costs more than all else that is done with it.
      const data = `${JSON.stringify(event).slice(0, -1)},"sequence_number":${this.#number++}}`
      this.#text += writeSse({ event: event.type, data })
    })
  }

  push(event: AnswerEvent): string {
    this.#writer.push(event)
    const text = this.#text
    this.#text = ''
    return text
  }
}
