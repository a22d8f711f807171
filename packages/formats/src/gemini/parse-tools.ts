import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { HostedTool, Tool, ToolChoice } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { fromGoogleSchema } from '../schema/from-google-schema.js'

export function parseTools(body: ObjectReader): readonly (Tool | HostedTool)[] {
  return body.optionalChildren('tools').flatMap((tool) => [
    ...tool.optionalChildren('functionDeclarations').map(parseDeclaration),
    ...Object.entries(tool.object)
      .filter(([name, value]) => name !== 'functionDeclarations' && value !== null)
      .map(([name, value]) => ({ hosted: { dialect: 'gemini' as const, name, json: { [name]: value } } })),
  ])
}

function parseDeclaration(reader: ObjectReader): Tool {
  const name = reader.string('name')
  if (name === '') reader.fail('name', 'must not be empty')
  const description = reader.optionalString('description')
  return { name, parameters: parseParameters(reader), ...compact({ description }) }
}

/** A function without parameters takes an empty object. */
function parseParameters(reader: ObjectReader): JsonObject {
  const schema = reader.optionalChild('parameters')?.object
  if (schema !== undefined) return fromGoogleSchema(schema)
  return reader.optionalChild('parametersJsonSchema')?.object ?? { type: 'object', properties: {} }
}

const modes = ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'] as const

/** Absent: the model decides. */
export function parseToolChoice(config: ObjectReader | undefined): ToolChoice | undefined {
  const calling = config?.optionalChild('functionCallingConfig')
  const mode = calling?.optionalOneOf('mode', modes)
  const names = calling?.optionalStrings('allowedFunctionNames') ?? []
  switch (mode) {
    case undefined:
    case 'MODE_UNSPECIFIED':
      return undefined
    case 'NONE':
      return { type: 'none' }
    case 'ANY':
      return required(names)
    case 'AUTO':
    case 'VALIDATED':
      return names.length === 0 ? { type: 'auto' } : { type: 'allowed', names, required: false }
  }
}

function required(names: readonly string[]): ToolChoice {
  const [name, ...others] = names
  if (name === undefined) return { type: 'required' }
  return others.length === 0 ? { type: 'tool', name } : { type: 'allowed', names, required: true }
}
