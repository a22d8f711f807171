import type { ObjectReader } from '../json/object-reader.js'
import type { ToolCallBlock } from '../model/block.js'
import { flatToolName } from './tool-namespace.js'

export function parseToolCall(item: ObjectReader, type: 'function_call' | 'custom_tool_call'): ToolCallBlock {
  const id = item.string('call_id')
  if (id === '') item.fail('call_id', 'must not be empty')
  const name = flatToolName(item.optionalString('namespace'), item.string('name'))
  if (type === 'custom_tool_call') {
    return { type: 'tool-call', id, name, arguments: item.optionalString('input') ?? '', isFreeForm: true }
  }
  return { type: 'tool-call', id, name, arguments: item.optionalString('arguments') || '{}' }
}
