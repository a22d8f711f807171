import type { ObjectReader } from '../json/object-reader.js'
import type { Conversation, HostedTool, Tool } from '../model/conversation.js'
import { parseCacheControl } from './cache-control.js'
import { keepUnread, type Parsing } from './parsing.js'

export function parseTools(body: ObjectReader, parsing: Parsing): readonly (Tool | HostedTool)[] {
  return body.optionalChildren('tools').map((reader) => parseTool(reader, parsing))
}

function parseTool(reader: ObjectReader, parsing: Parsing): Tool | HostedTool {
  const type = reader.optionalString('type') ?? 'custom'
  if (type !== 'custom') {
    return { hosted: { dialect: 'anthropic-messages', name: type, json: reader.object } }
  }
  const description = reader.optionalString('description')
  const strict = reader.optionalBoolean('strict')
  const tool: Tool = {
    name: reader.string('name'),
    parameters: reader.child('input_schema').object,
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
    ...parseCacheControl(reader),
  }
  keepUnread(reader, parsing)
  return tool
}

/** `toolChoice` and `parallelToolCalls`, to be spread into the conversation. */
export function parseToolChoice(body: ObjectReader): Pick<Conversation, 'toolChoice' | 'parallelToolCalls'> {
  const choice = body.optionalChild('tool_choice')
  if (choice === undefined) return {}
  const isSingle = choice.optionalBoolean('disable_parallel_tool_use')
  const parallel = isSingle === undefined ? {} : { parallelToolCalls: !isSingle }
  switch (choice.string('type')) {
    case 'auto':
      return { toolChoice: { type: 'auto' }, ...parallel }
    case 'any':
      return { toolChoice: { type: 'required' }, ...parallel }
    case 'none':
      return { toolChoice: { type: 'none' }, ...parallel }
    case 'tool':
      return { toolChoice: { type: 'tool', name: choice.string('name') }, ...parallel }
    default:
      return choice.fail('type', 'must be auto, any, tool or none')
  }
}
