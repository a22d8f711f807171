import type { ObjectReader } from '../json/object-reader.js'
import type { TurnBuilder } from '../turns/turn-builder.js'
import { parseContentText, parseResultContent, parseTextContent, parseUserContent } from './parse-content.js'
import { parseImages } from './parse-images.js'
import { parseReasoning } from './parse-reasoning.js'
import { parseToolCalls } from './parse-tool-calls.js'

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const

/** Adds what the message says to the turns. */
export function parseMessage(message: ObjectReader, turns: TurnBuilder): void {
  switch (message.optionalOneOf('role', roles)) {
    case 'system':
    case 'developer':
      turns.addSystem(parseTextContent(message))
      return
    case 'user':
      turns.addUser(parseUserContent(message))
      return
    case 'assistant':
      parseAssistant(message, turns)
      return
    case 'tool':
      turns.addUser([
        { type: 'tool-result', callId: message.string('tool_call_id'), content: parseResultContent(message) },
      ])
      return
    case 'function':
      message.fail('role', 'cannot be function: use tool')
      return
    case undefined:
      message.fail('role', 'is required')
  }
}

function parseAssistant(message: ObjectReader, turns: TurnBuilder): void {
  if (message.any('function_call') !== undefined) message.fail('function_call', 'is not translated: use tool_calls')
  const { blocks, travelling } = parseReasoning(message)
  const refusal = message.optionalString('refusal')
  turns.addAssistant([
    ...blocks,
    ...parseContentText(message),
    ...(refusal === undefined ? [] : [{ type: 'refusal' as const, text: refusal }]),
    ...parseImages(message),
    ...parseToolCalls(message),
  ])
  for (const seal of travelling) turns.returnSeal(seal)
}
