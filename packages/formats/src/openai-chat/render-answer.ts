import type { ChatCompletion, ChatCompletionMessageToolCall } from 'openai/resources/chat/completions'
import type { Answer } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { eventsOf } from '../stream/events-of.js'
import { chatId } from './chat-id.js'
import { renderFinish } from './finish-reason.js'
import { type MessageDelta, MessageWriter } from './message-writer.js'
import { renderUsage } from './usage.js'

/** The message that a stream of the same answer adds up to. */
export function renderAnswer(answer: Answer, request: Conversation): JsonObject {
  const message = new WholeMessage()
  const writer = new MessageWriter(request, (delta) => message.add(delta))
  for (const event of eventsOf(answer)) if ('index' in event) writer.push(event)
  writer.finish()
  const finish_reason = renderFinish(answer.finish, writer.hasRefusal)
  const completion: Omit<ChatCompletion, 'choices'> = {
    id: chatId(answer.id),
    object: 'chat.completion',
    created: answer.createdAt ?? Math.floor(Date.now() / 1000),
    model: answer.model || request.model,
    ...(answer.usage !== undefined && { usage: renderUsage(answer.usage) }),
  }
  return { ...completion, choices: [{ index: 0, message: message.json, logprobs: null, finish_reason }] }
}

/** Deltas put together. */
class WholeMessage {
  #content: string | null = null
  #refusal: string | null = null
  #reasoning: string | undefined
  #details: readonly JsonObject[] | undefined
  readonly #images: JsonObject[] = []
  readonly #calls: ChatCompletionMessageToolCall[] = []

  get json(): JsonObject {
    return {
      role: 'assistant',
      content: this.#content,
      refusal: this.#refusal,
      annotations: [],
      ...(this.#reasoning !== undefined && { reasoning_content: this.#reasoning }),
      ...(this.#details !== undefined && { reasoning_details: this.#details }),
      ...(this.#images.length > 0 && { images: this.#images }),
      ...(this.#calls.length > 0 && { tool_calls: this.#calls }),
    }
  }

  add({ content, refusal, reasoning_content, reasoning_details, images = [], tool_calls = [] }: MessageDelta): void {
    if (typeof content === 'string') this.#content = (this.#content ?? '') + content
    if (typeof refusal === 'string') this.#refusal = (this.#refusal ?? '') + refusal
    if (reasoning_content !== undefined) this.#reasoning = (this.#reasoning ?? '') + reasoning_content
    if (reasoning_details !== undefined) this.#details = reasoning_details
    this.#images.push(...images)
    for (const delta of tool_calls) this.#addCall(delta)
  }

  #addCall({ index, id, function: called, custom }: NonNullable<MessageDelta['tool_calls']>[number]): void {
    const call = this.#calls[index]
    if (call === undefined) {
      if (called !== undefined) {
        this.#calls[index] = { id: id ?? '', type: 'function', function: { name: called.name ?? '', arguments: '' } }
      } else {
        this.#calls[index] = { id: id ?? '', type: 'custom', custom: { name: custom?.name ?? '', input: '' } }
      }
      return
    }
    if (call.type === 'function') call.function.arguments += called?.arguments ?? ''
    else call.custom.input += custom?.input ?? ''
  }
}
