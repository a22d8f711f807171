import type { Answer, AnswerEvent, BlockStart, ProviderError } from '../model/answer.js'
import type { AssistantBlock, Opaque, Seal } from '../model/block.js'

/** A block while its deltas come. */
interface PartialBlock {
  readonly start: BlockStart
  /** By part; what is not thoughts has one. */
  readonly texts: string[]
  seal?: Seal
  citations?: Opaque
}

/** Events of a stream → the answer that they are, for clients that asked for no stream. */
export class AnswerAggregator {
  readonly #blocks: PartialBlock[] = []
  #start: Extract<AnswerEvent, { type: 'start' }> | undefined
  #finish: Extract<AnswerEvent, { type: 'finish' }> | undefined
  #error: ProviderError | undefined

  push(event: AnswerEvent): void {
    switch (event.type) {
      case 'start':
        this.#start = event
        this.#blocks.splice(0)
        return
      case 'block-start':
        this.#blocks[event.index] = { start: event.block, texts: [] }
        return
      case 'delta':
        this.#append(event)
        return
      case 'block-stop':
        this.#stop(event)
        return
      case 'finish':
        this.#finish = event
        return
      case 'error':
        this.#error ??= event.error
    }
  }

  /** After the last event. An error when the stream had one, or did not finish. */
  result(): { readonly answer: Answer } | { readonly error: ProviderError } {
    if (this.#error !== undefined) return { error: this.#error }
    const start = this.#start
    const finish = this.#finish
    if (start === undefined || finish === undefined) {
      return { error: { status: 502, message: 'The provider ended the stream before the answer was complete' } }
    }
    const usage = finish.usage ?? start.usage
    const answer: Answer = {
      id: start.id,
      model: start.model,
      blocks: this.#blocks.filter((block) => block !== undefined).map((block) => wholeBlock(block)),
      finish: finish.reason,
      ...(finish.stopSequence !== undefined && { stopSequence: finish.stopSequence }),
      ...(usage !== undefined && { usage }),
      ...(start.createdAt !== undefined && { createdAt: start.createdAt }),
    }
    return { answer }
  }

  #append({ index, text, part = 0 }: Extract<AnswerEvent, { type: 'delta' }>): void {
    const block = this.#blocks[index]
    if (block === undefined) return
    for (let missing = block.texts.length; missing <= part; missing++) block.texts.push('')
    block.texts[part] += text
  }

  #stop({ index, seal, citations }: Extract<AnswerEvent, { type: 'block-stop' }>): void {
    const block = this.#blocks[index]
    if (block === undefined) return
    if (seal !== undefined) block.seal = seal
    if (citations !== undefined) block.citations = citations
  }
}

/** @returns the answer, or the error that the stream ended with */
export function aggregateAnswer(
  events: Iterable<AnswerEvent>,
): { readonly answer: Answer } | { readonly error: ProviderError } {
  const aggregator = new AnswerAggregator()
  for (const event of events) aggregator.push(event)
  return aggregator.result()
}

function wholeBlock({ start, texts, seal, citations }: PartialBlock): AssistantBlock {
  const text = texts.join('')
  switch (start.type) {
    case 'text':
      return { type: 'text', text, ...(seal && { seal }), ...(citations && { citations }) }
    case 'refusal':
      return { type: 'refusal', text }
    case 'reasoning':
      return { ...start, texts, ...(seal && { seal }) }
    case 'tool-call': {
      const proof = seal ?? start.seal
      const isJson = start.isFreeForm !== true
      return { ...start, arguments: isJson && text === '' ? '{}' : text, ...(proof && { seal: proof }) }
    }
    case 'opaque':
      return start.block
  }
}
