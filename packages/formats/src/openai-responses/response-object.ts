import type { ResponseOutputItem, ResponseUsage } from 'openai/resources/responses/responses'
import type { AnswerEvent, Usage } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { newToolId } from '../tool-ids/new-tool-id.js'
import { echoRequest } from './echo-request.js'
import type { ItemPlace } from './response-event.js'

/** The response that the events of a stream repeat and that an answer is. */
export class ResponseObject {
  readonly output: ResponseOutputItem[] = []
  readonly #echo: JsonObject
  #id = newToolId('resp_')
  #createdAt = Math.floor(Date.now() / 1000)
  #model: string
  #end: JsonObject = { status: 'in_progress', error: null, incomplete_details: null, usage: null }

  constructor(request: Conversation) {
    this.#echo = echoRequest(request)
    this.#model = request.model
  }

  get json(): JsonObject {
    return {
      id: this.#id,
      object: 'response',
      created_at: this.#createdAt,
      model: this.#model,
      output: this.output,
      ...this.#echo,
      ...this.#end,
    }
  }

  start({ id, model, createdAt }: Extract<AnswerEvent, { type: 'start' }>): void {
    if (id !== '') this.#id = id.startsWith('resp_') ? id : `resp_${id}`
    if (createdAt !== undefined) this.#createdAt = createdAt
    if (model !== '') this.#model = model
  }

  /** Ids of items are made from the response's, so that they are the same in a stream and in an answer. */
  nextPlace(prefix: string): ItemPlace {
    const output_index = this.output.length
    return { item_id: `${prefix}_${this.#id.slice('resp_'.length)}_${output_index}`, output_index }
  }

  end(status: 'completed' | 'incomplete' | 'failed', members: JsonObject): void {
    this.#end = { ...this.#end, status, ...members }
  }
}

export function renderUsage({ input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: Usage): ResponseUsage {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  }
}
