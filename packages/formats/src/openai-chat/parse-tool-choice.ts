import type { ObjectReader } from '../json/object-reader.js'
import type { ToolChoice } from '../model/conversation.js'

export function parseToolChoice(request: ObjectReader): ToolChoice | undefined {
  const value = request.any('tool_choice')
  if (value === undefined) return undefined
  if (typeof value === 'string') {
    const type = request.optionalOneOf('tool_choice', ['auto', 'none', 'required'])
    return type === undefined ? undefined : { type }
  }
  const choice = request.child('tool_choice')
  const type = choice.optionalOneOf('type', ['function', 'custom', 'allowed_tools']) ?? 'function'
  if (type !== 'allowed_tools') return { type: 'tool', name: choice.child(type).string('name') }
  const allowed = choice.child('allowed_tools')
  return {
    type: 'allowed',
    names: allowed.children('tools').flatMap((tool) => allowedName(tool) ?? []),
    required: allowed.optionalOneOf('mode', ['auto', 'required']) === 'required',
  }
}

function allowedName(tool: ObjectReader): string | undefined {
  return (tool.optionalChild('function') ?? tool.optionalChild('custom'))?.string('name')
}
