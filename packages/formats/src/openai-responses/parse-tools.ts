import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { HostedTool, Tool } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { flatToolName } from './tool-namespace.js'

/** Reads the member `tools`. A group of tools becomes the tools in it. */
export function parseTools(reader: ObjectReader): readonly (Tool | HostedTool)[] {
  return reader.optionalChildren('tools').flatMap((tool) => parseTool(tool))
}

function parseTool(reader: ObjectReader, namespace?: string): readonly (Tool | HostedTool)[] {
  const type = reader.string('type')
  switch (type) {
    case 'function':
      return [parseFunction(reader, namespace)]
    case 'custom':
      return [parseCustom(reader, namespace)]
    case 'namespace': {
      const name = reader.string('name')
      return reader.children('tools').flatMap((tool) => parseTool(tool, name))
    }
    default:
      return [{ hosted: { dialect: 'openai-responses', name: type, json: reader.object } }]
  }
}

function parseFunction(reader: ObjectReader, namespace: string | undefined): Tool {
  return compact({
    ...parseNames(reader, namespace),
    description: reader.optionalString('description'),
    parameters: reader.optionalChild('parameters')?.object,
    strict: reader.optionalBoolean('strict') === true ? true : undefined,
  })
}

function parseCustom(reader: ObjectReader, namespace: string | undefined): Tool {
  return compact({
    ...parseNames(reader, namespace),
    description: reader.optionalString('description'),
    format: parseFormat(reader),
    isFreeForm: true,
  })
}

function parseFormat(reader: ObjectReader): JsonObject | undefined {
  const format = reader.optionalChild('format')
  return format === undefined || format.object['type'] === 'text' ? undefined : format.object
}

function parseNames(reader: ObjectReader, namespace: string | undefined): Pick<Tool, 'name' | 'namespace'> {
  const toolName = reader.string('name')
  if (toolName === '') reader.fail('name', 'must not be empty')
  const name = flatToolName(namespace, toolName)
  return namespace === undefined ? { name } : { name, namespace: { name: namespace, toolName } }
}
