import type { ObjectReader } from '../json/object-reader.js'
import type { ToolCallBlock } from '../model/block.js'
import { newToolId } from '../tool-ids/new-tool-id.js'

/** Reads the member `tool_calls` of a message. Servers leave out ids, and write arguments as JSON instead of text. */
export function parseToolCalls(message: ObjectReader): readonly ToolCallBlock[] {
  return message.optionalChildren('tool_calls').map((call) => {
    const id = call.optionalString('id') || newToolId('call_')
    const custom = call.optionalChild('custom')
    if (custom !== undefined) {
      const text = custom.optionalString('input') ?? ''
      return { type: 'tool-call', id, name: nameOf(custom), arguments: text, isFreeForm: true }
    }
    const called = call.child('function')
    return { type: 'tool-call', id, name: nameOf(called), arguments: argumentsText(called.any('arguments')) || '{}' }
  })
}

/** Arguments as text, however they were written. */
export function argumentsText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

function nameOf(reader: ObjectReader): string {
  const name = reader.string('name')
  return name === '' ? reader.fail('name', 'must not be empty') : name
}
