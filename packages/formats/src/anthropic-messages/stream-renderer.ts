import type { Message, RawMessageDeltaEvent } from '@anthropic-ai/sdk/resources/messages'
import type { StreamRenderer } from '../codec.js'
import type { AnswerEvent, BlockStart } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import { BlockSequence } from '../stream/block-sequence.js'
import { ToolIdMap } from '../tool-ids/tool-id-map.js'
import { BlockWriter } from './block-writer.js'
import { renderError } from './errors.js'
import { renderStopReason } from './stop-reasons.js'
import { toolIdRule } from './tool-id-rule.js'
import { renderDeltaUsage, renderUsage } from './usage.js'
import { writeEvent } from './write-event.js'

export class AnthropicStreamRenderer implements StreamRenderer {
  readonly #sequence = new BlockSequence()
  readonly #toolIds = new ToolIdMap(toolIdRule)
  #writer: BlockWriter | undefined
  #blocks = 0
  #hasCalls = false
  #hasSpoken = false
  /** Hidden thoughts that wait for the block after them. */
  #asides: JsonObject[] = []
  #isOver = false

  push(event: AnswerEvent): string {
    return this.#sequence
      .push(event)
      .map((ordered) => this.#write(ordered))
      .join('')
  }

  #write(event: AnswerEvent): string {
    if (this.#isOver) return ''
    switch (event.type) {
      case 'start':
        return messageStart(event)
      case 'block-start':
        this.#writer = new BlockWriter(
          this.#known(event.block),
          () => this.#blocks++,
          (block) => void this.#asides.push(block),
        )
        return (event.block.type === 'tool-call' ? this.#writeAsides() : '') + this.#writer.start()
      case 'delta':
        this.#hasSpoken ||= event.text !== '' && this.#writer?.isSpeech === true
        return (event.text === '' ? '' : this.#writeAsides()) + (this.#writer?.delta(event.text, event.part ?? 0) ?? '')
      case 'block-stop':
        return this.#writer?.stop(event.seal, event.citations) ?? ''
      case 'finish':
        this.#isOver = true
        return this.#finish(event)
      case 'error':
        this.#isOver = true
        return writeEvent({ type: 'error', ...renderError(event.error).body })
    }
  }

  #writeAsides(): string {
    return this.#asides
      .splice(0)
      .map((block) => writeBlock(this.#blocks++, block))
      .join('')
  }

  #known(block: BlockStart): BlockStart {
    if (block.type !== 'tool-call') return block
    this.#hasCalls = true
    return { ...block, id: this.#toolIds.call(block.id) }
  }

  #finish({ reason, stopSequence, usage }: Extract<AnswerEvent, { type: 'finish' }>): string {
    const delta: RawMessageDeltaEvent['delta'] = {
      container: null,
      stop_details: null,
      stop_reason: renderStopReason(reason, this.#hasCalls),
      stop_sequence: stopSequence ?? null,
    }
    // Clients take the last block for the answer; a thought is wanted back for a call, or when there is nothing else.
    const thoughts = this.#hasCalls || !this.#hasSpoken ? this.#writeAsides() : ''
    const last = thoughts + writeEvent({ type: 'message_delta', delta, usage: renderDeltaUsage(usage) })
    return last + writeEvent({ type: 'message_stop' })
  }
}

function writeBlock(index: number, block: JsonObject): string {
  return (
    writeEvent({ type: 'content_block_start', index, content_block: block }) +
    writeEvent({ type: 'content_block_stop', index })
  )
}

function messageStart({ id, model, usage }: Extract<AnswerEvent, { type: 'start' }>): string {
  const message: Message = {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    container: null,
    diagnostics: null,
    stop_details: null,
    stop_reason: null,
    stop_sequence: null,
    usage: renderUsage(usage),
  }
  return writeEvent({ type: 'message_start', message })
}
