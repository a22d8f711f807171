import type { AssistantBlock, Seal, TextBlock, UserBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'
import { returnSeal } from '../seal/seal-holders.js'

/** Makes turns of messages and items: those of one role that follow each other are one turn. */
export class TurnBuilder {
  #system: readonly TextBlock[] = []
  readonly #turns: Turn[] = []

  /** Instructions that stood before everything else. */
  get system(): readonly TextBlock[] {
    return this.#system
  }

  get turns(): readonly Turn[] {
    return this.#turns
  }

  addSystem(blocks: readonly TextBlock[]): void {
    if (this.#turns.length === 0) {
      this.#system = [...this.#system, ...blocks]
      return
    }
    const last = this.#turns.at(-1)
    if (last?.role === 'system') this.#replaceLast({ role: 'system', blocks: [...last.blocks, ...blocks] })
    else if (blocks.length > 0) this.#turns.push({ role: 'system', blocks })
  }

  addUser(blocks: readonly UserBlock[]): void {
    const last = this.#turns.at(-1)
    if (last?.role === 'user') this.#replaceLast({ role: 'user', blocks: [...last.blocks, ...blocks] })
    else if (blocks.length > 0) this.#turns.push({ role: 'user', blocks })
  }

  addAssistant(blocks: readonly AssistantBlock[]): void {
    const last = this.#turns.at(-1)
    if (last?.role === 'assistant') this.#replaceLast({ role: 'assistant', blocks: [...last.blocks, ...blocks] })
    else if (blocks.length > 0) this.#turns.push({ role: 'assistant', blocks })
  }

  /** Puts back a seal that travelled beside its block. */
  returnSeal(seal: Seal): void {
    const last = this.#turns.at(-1)
    if (last?.role === 'assistant') this.#replaceLast({ role: 'assistant', blocks: returnSeal(last.blocks, seal) })
  }

  #replaceLast(turn: Turn): void {
    this.#turns[this.#turns.length - 1] = turn
  }
}
