import type { ObjectReader } from '../json/object-reader.js'
import type { HostedTool, Tool } from '../model/conversation.js'
import type { TurnBuilder } from '../turns/turn-builder.js'
import { parseAssistantContent, parseResultContent, parseSystemContent, parseUserContent } from './parse-content.js'
import { parseReasoning } from './parse-reasoning.js'
import { parseToolCall } from './parse-tool-call.js'
import { parseTools } from './parse-tools.js'
import { refuseStoredItem } from './refuse-server-state.js'

/** Adds what `input` says to the turns. @returns tools that stood among the items */
export function parseInput(request: ObjectReader, turns: TurnBuilder): readonly (Tool | HostedTool)[] {
  const input = request.any('input')
  if (input === undefined) request.fail('input', 'is required')
  if (typeof input === 'string') {
    turns.addUser(input === '' ? [] : [{ type: 'text', text: input }])
    return []
  }
  if (!Array.isArray(input)) request.fail('input', 'must be a string or an array of items')
  return request.children('input').flatMap((item) => parseItem(item, turns))
}

function parseItem(item: ObjectReader, turns: TurnBuilder): readonly (Tool | HostedTool)[] {
  const type = item.optionalString('type') ?? typeOfUntyped(item)
  refuseStoredItem(type, item.path)
  switch (type) {
    case 'message':
      parseMessage(item, turns)
      return []
    case 'function_call':
    case 'custom_tool_call':
      turns.addAssistant([parseToolCall(item, type)])
      return []
    case 'function_call_output':
    case 'custom_tool_call_output':
      turns.addUser([{ type: 'tool-result', callId: item.string('call_id'), content: parseResultContent(item) }])
      return []
    case 'reasoning':
      addReasoning(item, turns)
      return []
    case 'additional_tools':
      return parseTools(item)
    default:
      addOpaque(item, type, turns)
      return []
  }
}

/** Messages may leave out their type, and so may references. */
function typeOfUntyped(item: ObjectReader): string {
  if (item.any('role') !== undefined) return 'message'
  return item.any('id') === undefined ? item.fail('type', 'is required') : 'item_reference'
}

function parseMessage(item: ObjectReader, turns: TurnBuilder): void {
  switch (item.optionalOneOf('role', ['user', 'assistant', 'system', 'developer'])) {
    case 'user':
      return turns.addUser(parseUserContent(item))
    case 'assistant':
      return turns.addAssistant(parseAssistantContent(item))
    case 'system':
    case 'developer':
      return turns.addSystem(parseSystemContent(item))
    case undefined:
      return item.fail('role', 'is required')
  }
}

function addReasoning(item: ObjectReader, turns: TurnBuilder): void {
  const block = parseReasoning(item)
  if (block.seal?.holder === undefined) turns.addAssistant([block])
  else turns.returnSeal(block.seal)
}

/** Calls of hosted tools and their results: OpenAI's own. */
function addOpaque(item: ObjectReader, name: string, turns: TurnBuilder): void {
  const block = { type: 'opaque', value: { dialect: 'openai-responses', name, json: item.object } } as const
  const isOfUser = name.endsWith('_output') || name === 'mcp_approval_response'
  if (isOfUser) turns.addUser([block])
  else turns.addAssistant([block])
}
