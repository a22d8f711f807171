import type { AssistantBlock, ToolResultBlock, UserBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'
import { CallResults } from './call-results.js'

/**
 * Turns in which every call has one result, directly after it: providers refuse all else, and clients do send it (after an
 * interruption, or when they cut the beginning of a long conversation). Results move to their calls; several of one call
 * become one; a call without any gets one that says so, as an error; a result without a call is told by the user.
 */
export function pairToolResults(turns: readonly Turn[]): readonly Turn[] {
  if (turns.every((turn, index) => isPaired(turn, turns[index - 1], turns[index + 1]))) return turns
  const results = new CallResults(turns)
  const paired = new PairedTurns()
  for (const turn of turns) {
    if (turn.role === 'assistant') paired.addAssistant(turn.blocks, results)
    else if (turn.role === 'user') paired.addUser(turn.blocks.flatMap((block) => results.without(block)))
    else paired.addSystem(turn)
  }
  return paired.end()
}

/** Nearly all conversations are: their turns stay what they are. */
function isPaired(turn: Turn, before: Turn | undefined, after: Turn | undefined): boolean {
  const calls = callIds(turn)
  if (turn.role === 'assistant') return calls.length === 0 || haveSame(calls, resultIds(after))
  const results = resultIds(turn)
  return results.length === 0 || haveSame(results, callIds(before))
}

function haveSame(ids: readonly string[], others: readonly string[]): boolean {
  const wanted = new Set(others)
  return wanted.size === others.length && ids.length === others.length && ids.every((id) => wanted.has(id))
}

function callIds(turn: Turn | undefined): readonly string[] {
  return turn?.role === 'assistant'
    ? turn.blocks.flatMap((block) => (block.type === 'tool-call' ? [block.id] : []))
    : []
}

function resultIds(turn: Turn | undefined): readonly string[] {
  return turn?.role === 'user'
    ? turn.blocks.flatMap((block) => (block.type === 'tool-result' ? [block.callId] : []))
    : []
}

class PairedTurns {
  readonly #turns: Turn[] = []
  /** Of the calls of the last turn. */
  #results: ToolResultBlock[] = []

  addAssistant(blocks: readonly AssistantBlock[], results: CallResults): void {
    const last = this.#turns.at(-1)
    const named = blocks.map((block) => results.named(block))
    // What the assistant says between a call and its result is of the turn of the call.
    if (last?.role === 'assistant' && this.#results.length > 0)
      this.#turns[this.#turns.length - 1] = { role: 'assistant', blocks: [...last.blocks, ...named] }
    else this.#turns.push({ role: 'assistant', blocks: named })
    this.#results.push(...blocks.flatMap((block) => results.of(block)))
  }

  addUser(blocks: readonly UserBlock[]): void {
    const all = [...this.#results.splice(0), ...blocks]
    if (all.length > 0) this.#turns.push({ role: 'user', blocks: all })
  }

  addSystem(turn: Turn): void {
    this.addUser([])
    this.#turns.push(turn)
  }

  end(): readonly Turn[] {
    this.addUser([])
    return this.#turns
  }
}
