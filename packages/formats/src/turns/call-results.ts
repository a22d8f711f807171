import type { AssistantBlock, ToolCallBlock, ToolResultBlock, UserBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'

const missing = 'This tool call has no result: it was interrupted, or never run.'

/** A call, what answers it, and the id that tells it from others of its turn. */
interface AnsweredCall {
  readonly block: ToolCallBlock
  /** Counts what the assistant said, up to the next word of somebody else. */
  readonly round: number
  readonly id: string
  result?: ToolResultBlock
}

/** Which result is whose, wherever it stands. */
export class CallResults {
  readonly #calls = new Map<AssistantBlock, AnsweredCall>()
  readonly #byId = new Map<string, AnsweredCall[]>()
  /** Ids with their rounds. */
  readonly #taken = new Set<string>()
  readonly #orphans = new Set<UserBlock>()
  /** Results that came after the assistant had gone on. */
  readonly #late = new Set<UserBlock>()

  constructor(turns: readonly Turn[]) {
    let round = 0
    for (const [index, turn] of turns.entries()) {
      if (turn.role === 'assistant')
        this.#addCalls(turn.blocks, turns[index - 1]?.role === 'assistant' ? round : ++round)
      else if (turn.role === 'user') for (const block of turn.blocks) this.#addResult(block, round)
    }
  }

  /** The block with an id that no other call of its round has. */
  named(block: AssistantBlock): AssistantBlock {
    const call = this.#calls.get(block)
    return call === undefined || call.id === call.block.id ? block : { ...call.block, id: call.id }
  }

  /** The one result of a call; none of what is no call. */
  of(block: AssistantBlock): readonly ToolResultBlock[] {
    const call = this.#calls.get(block)
    if (call === undefined) return []
    const { id, result } = call
    if (result !== undefined) return [{ ...result, callId: id }]
    return [{ type: 'tool-result', callId: id, content: [{ type: 'text', text: missing }], isError: true }]
  }

  /** What the user says beside results: those that cannot be shown in their place are told in words. */
  without(block: UserBlock): readonly UserBlock[] {
    if (block.type !== 'tool-result') return [block]
    if (this.#late.has(block)) return [{ type: 'text', text: `The tool call ${block.callId} has its result now.` }]
    if (!this.#orphans.has(block)) return []
    return [{ type: 'text', text: `Result of an earlier tool call (${block.callId}):` }, ...block.content]
  }

  #addCalls(blocks: readonly AssistantBlock[], round: number): void {
    for (const block of blocks) {
      if (block.type !== 'tool-call') continue
      let { id } = block
      for (let count = 2; this.#taken.has(`${round} ${id}`); count++) id = `${block.id}_${count}`
      this.#taken.add(`${round} ${id}`)
      const call = { block, round, id }
      this.#calls.set(block, call)
      const known = this.#byId.get(block.id)
      if (known === undefined) this.#byId.set(block.id, [call])
      else known.push(call)
    }
  }

  #addResult(block: UserBlock, round: number): void {
    if (block.type !== 'tool-result') return
    const call = this.#callOf(block)
    if (call === undefined) {
      this.#orphans.add(block)
      return
    }
    if (call.round !== round) this.#late.add(block)
    call.result = call.result === undefined ? block : joined(call.result, block)
  }

  /** Ids may repeat from turn to turn: the first of the latest round that has one without a result, else the latest. */
  #callOf({ callId }: ToolResultBlock): AnsweredCall | undefined {
    const known = this.#byId.get(callId) ?? []
    const open = known.filter(({ result }) => result === undefined)
    const latest = open.at(-1)
    return open.find(({ round }) => round === latest?.round) ?? known.at(-1)
  }
}

/** Whether it failed is what the last one says. */
function joined(first: ToolResultBlock, second: ToolResultBlock): ToolResultBlock {
  const { isError: _isError, ...rest } = first
  return { ...rest, ...second, content: [...first.content, ...second.content] }
}
