import type { Content } from '@google/genai'
import type { TextBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { ToolIdMap } from '../tool-ids/tool-id-map.js'
import type { ToolIdRule } from '../tool-ids/tool-id-rule.js'
import { renderModelParts } from './render-model-parts.js'
import { type AnsweredCall, renderUserParts } from './render-user-parts.js'
import type { Rendering } from './rendering.js'

/**
 * What a conversation begins with that has nothing of a user's at its start: a call must come after a turn of the user, and
 * `contents` must not be empty.
 */
const opening: JsonObject = { role: 'user', parts: [{ text: 'Begin.' }] }

/** Google documents no limits of ids. */
const toolIds: ToolIdRule = { pattern: /^.+$/s, maxLength: 256, prefix: 'call_' }

/** All results of a turn's calls must be in the one content after it: contents of one role in a row become one. */
export function renderContents(rendering: Rendering): readonly JsonObject[] {
  const contents = new ContentList()
  const ids = new ToolIdMap(toolIds)
  const names = new Map<string, string>()
  const findCall = (callId: string): AnsweredCall => ({ id: ids.result(callId), name: names.get(callId) ?? callId })
  for (const turn of rendering.conversation.turns) {
    if (turn.role === 'assistant') {
      for (const block of turn.blocks) if (block.type === 'tool-call') names.set(block.id, block.name)
      contents.add('model', renderModelParts(turn.blocks, rendering, ids))
    } else if (turn.role === 'user') {
      contents.add('user', renderUserParts(turn.blocks, rendering, findCall))
    } else {
      contents.add('user', renderSystemTurn(turn.blocks, rendering))
    }
  }
  return contents.render(rendering.isOwn)
}

export function renderSystemInstruction({ conversation, notes }: Rendering): JsonObject | undefined {
  const blocks = conversation.system.filter(({ text }) => text !== '')
  if (blocks.some(({ cache }) => cache !== undefined)) notes.drop('cacheMark')
  return blocks.length === 0 ? undefined : ({ parts: blocks.map(({ text }) => ({ text })) } satisfies Content)
}

/** There are no instructions between contents: the user says them, marked as what they are. */
function renderSystemTurn(blocks: readonly TextBlock[], { notes }: Rendering): readonly JsonObject[] {
  if (blocks.some(({ cache }) => cache !== undefined)) notes.drop('cacheMark')
  return blocks
    .filter(({ text }) => text !== '')
    .map(({ text }) => ({ text: `<system-reminder>\n${text}\n</system-reminder>` }))
}

class ContentList {
  readonly #contents: { readonly role: 'user' | 'model'; readonly parts: JsonObject[] }[] = []

  add(role: 'user' | 'model', parts: readonly JsonObject[]): void {
    const last = this.#contents.at(-1)
    if (last?.role === role) last.parts.push(...parts)
    else if (parts.length > 0) this.#contents.push({ role, parts: [...parts] })
  }

  render(isOwn: boolean): readonly JsonObject[] {
    if (isOwn) return this.#contents
    const contents = this.#contents.map(({ role, parts }) => ({ role, parts: resultsFirst(parts) }))
    return contents[0]?.role === 'user' ? contents : [opening, ...contents]
  }
}

/** Results must follow their calls at once. */
function resultsFirst(parts: readonly JsonObject[]): readonly JsonObject[] {
  return [...parts.filter(isResult), ...parts.filter((part) => !isResult(part))]
}

const isResult = (part: JsonObject): boolean => 'functionResponse' in part
