import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { HostedTool, Tool } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { parseCacheMark } from '../openai/cache-breakpoint.js'

export function parseTools(request: ObjectReader): readonly (Tool | HostedTool)[] {
  return request.optionalChildren('tools').map((tool) => {
    const type = tool.optionalString('type') ?? 'function'
    if (type === 'function') return parseFunction(tool)
    if (type === 'custom') return parseCustom(tool.child('custom'))
    return { hosted: { dialect: 'openai-chat', name: type, json: tool.object } }
  })
}

function parseFunction(tool: ObjectReader): Tool {
  const reader = tool.child('function')
  return compact({
    name: nameOf(reader),
    description: reader.optionalString('description'),
    parameters: reader.optionalChild('parameters')?.object,
    strict: reader.optionalBoolean('strict') === true ? true : undefined,
    cache: parseCacheMark(tool),
  })
}

function parseCustom(reader: ObjectReader): Tool {
  return compact({
    name: nameOf(reader),
    description: reader.optionalString('description'),
    format: parseFormat(reader),
    isFreeForm: true,
  })
}

/** A grammar is an object of its own here. */
function parseFormat(reader: ObjectReader): JsonObject | undefined {
  const grammar = reader.optionalChild('format')?.optionalChild('grammar')
  return grammar === undefined ? undefined : { type: 'grammar', ...grammar.object }
}

function nameOf(reader: ObjectReader): string {
  const name = reader.string('name')
  return name === '' ? reader.fail('name', 'must not be empty') : name
}
