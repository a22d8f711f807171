import type { Answer, AnswerEvent } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import type { Dialect } from '../model/dialect.js'
import { isHostedTool } from '../tools/find-tool.js'
import { fitToolName } from './fit-tool-name.js'

/** Names of tools in answers, as the client wrote them. */
export class ClientToolNames {
  /** By what the provider was told; empty where it was told the client's own. */
  readonly #names: ReadonlyMap<string, string>

  /** @param provider what the provider speaks */
  constructor({ origin, tools }: Pick<Conversation, 'origin' | 'tools'>, provider: Dialect) {
    const names = tools.flatMap((tool) => (isHostedTool(tool) ? [] : [tool.name]))
    const fitted = names.map((name) => [fitToolName(name, provider), name] as const)
    this.#names = new Map(origin === provider ? [] : fitted.filter(([told, name]) => told !== name))
  }

  inAnswer(answer: Answer): Answer {
    if (this.#names.size === 0) return answer
    return {
      ...answer,
      blocks: answer.blocks.map((block) =>
        block.type === 'tool-call' ? { ...block, name: this.#nameOf(block.name) } : block,
      ),
    }
  }

  inEvents(events: readonly AnswerEvent[]): readonly AnswerEvent[] {
    if (this.#names.size === 0) return events
    return events.map((event) =>
      event.type === 'block-start' && event.block.type === 'tool-call'
        ? { ...event, block: { ...event.block, name: this.#nameOf(event.block.name) } }
        : event,
    )
  }

  #nameOf(told: string): string {
    return this.#names.get(told) ?? told
  }
}
