import type { StreamParser } from '../codec.js'
import { isJsonObject } from '../json/is-json-object.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { AnswerEvent, Failure, FinishReason } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import type { SseEvent } from '../sse/sse-event.js'
import { parseStreamError } from './errors.js'
import { OpenBlock } from './open-block.js'
import { refusalOf } from './refusal.js'
import { parseStopReason } from './stop-reasons.js'
import { parseUsage } from './usage.js'

export class AnthropicStreamParser implements StreamParser {
  /** By the provider's index. */
  readonly #open = new Map<unknown, OpenBlock>()
  #blocks = 0
  #usage: JsonObject | undefined
  #finish: { readonly reason: FinishReason; readonly failure?: Failure; readonly stopSequence?: string } | undefined
  #isOver = false

  push({ data }: SseEvent): readonly AnswerEvent[] {
    if (this.#isOver) return []
    // Not of this API, yet servers that imitate it end so.
    if (data === '[DONE]') return this.end()
    const event = parseJsonObject(data)
    if (event === undefined) return this.#fail('The provider sent an event that is no JSON')
    switch (event['type']) {
      case 'message_start':
        // After a reason to stop the answer is whole: what begins then is another one.
        return this.#finish === undefined ? this.#start(event['message']) : this.end()
      case 'content_block_start':
        return this.#startBlock(event)
      case 'content_block_delta':
        return isJsonObject(event['delta']) ? (this.#open.get(event['index'])?.delta(event['delta']) ?? []) : []
      case 'content_block_stop':
        return this.#stopBlock(event['index'])
      case 'message_delta':
        return this.#messageDelta(event)
      case 'message_stop':
        return this.end()
      case 'error':
        this.#isOver = true
        return [{ type: 'error', error: parseStreamError(event) }]
      default:
        // `ping`, and events that this API may add.
        return []
    }
  }

  /** A stream that lacks only its last event said everything. */
  end(): readonly AnswerEvent[] {
    if (this.#isOver) return []
    if (this.#finish === undefined) return this.#fail('The provider ended the stream before the answer was complete')
    this.#isOver = true
    const stops = [...this.#open.values()].flatMap((block) => block.stop())
    const usage = this.#usage === undefined ? {} : { usage: parseUsage(this.#usage) }
    return [...stops, { type: 'finish', ...this.#finish, ...usage }]
  }

  #start(message: unknown): readonly AnswerEvent[] {
    if (!isJsonObject(message)) return this.#fail('The provider began the stream without a message')
    const { id, model, usage } = message
    this.#open.clear()
    this.#blocks = 0
    this.#usage = isJsonObject(usage) ? usage : undefined
    return [
      {
        type: 'start',
        id: typeof id === 'string' ? id : '',
        model: typeof model === 'string' ? model : '',
        ...(this.#usage !== undefined && { usage: parseUsage(this.#usage) }),
      },
    ]
  }

  #startBlock({ index, content_block: begin }: JsonObject): readonly AnswerEvent[] {
    if (!isJsonObject(begin)) return this.#fail('The provider began a block without its kind')
    const block = new OpenBlock(this.#blocks++, begin)
    this.#open.set(index, block)
    return block.start()
  }

  #stopBlock(index: unknown): readonly AnswerEvent[] {
    const block = this.#open.get(index)
    this.#open.delete(index)
    return block?.stop() ?? []
  }

  #messageDelta({ delta, usage }: JsonObject): readonly AnswerEvent[] {
    if (isJsonObject(usage)) this.#usage = { ...this.#usage, ...withoutNulls(usage) }
    if (!isJsonObject(delta) || typeof delta['stop_reason'] !== 'string') return []
    const stopSequence = delta['stop_sequence']
    const reason = parseStopReason(delta['stop_reason'])
    this.#finish = {
      reason,
      ...(reason === 'error' && { failure: { reason: delta['stop_reason'] } }),
      ...(typeof stopSequence === 'string' && { stopSequence }),
    }
    const refusal = this.#blocks === 0 ? refusalOf(delta['stop_details']) : undefined
    if (refusal === undefined) return []
    const index = this.#blocks++
    return [
      { type: 'block-start', index, block: { type: 'refusal' } },
      { type: 'delta', index, text: refusal.text },
      { type: 'block-stop', index },
    ]
  }

  #fail(message: string): readonly AnswerEvent[] {
    this.#isOver = true
    return [{ type: 'error', error: { status: 502, message } }]
  }
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))
}
