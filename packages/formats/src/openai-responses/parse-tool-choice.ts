import type { ObjectReader } from '../json/object-reader.js'
import type { ToolChoice } from '../model/conversation.js'
import { flatToolName } from './tool-namespace.js'

/** Absent for a hosted tool too: that choice stays among the extras. */
export function parseToolChoice(request: ObjectReader): ToolChoice | undefined {
  const value = request.object['tool_choice']
  if (typeof value === 'string') {
    const type = request.optionalOneOf('tool_choice', ['auto', 'none', 'required'])
    return type === undefined ? undefined : { type }
  }
  if (value === undefined || value === null) return undefined
  const choice = request.child('tool_choice')
  switch (choice.string('type')) {
    case 'function':
    case 'custom':
      return { type: 'tool', name: nameOf(choice) ?? choice.fail('name', 'is required') }
    case 'allowed_tools':
      return {
        type: 'allowed',
        names: choice.children('tools').flatMap((tool) => nameOf(tool) ?? []),
        required: choice.optionalOneOf('mode', ['auto', 'required']) === 'required',
      }
    default:
      return undefined
  }
}

function nameOf(reader: ObjectReader): string | undefined {
  const name = reader.optionalString('name')
  return name === undefined ? undefined : flatToolName(reader.optionalString('namespace'), name)
}
