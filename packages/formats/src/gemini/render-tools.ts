import type { FunctionCallingConfigMode, FunctionDeclaration } from '@google/genai'
import { compact } from '../json/compact.js'
import type { Tool, ToolChoice } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { simplifySchema } from '../schema/simplify-schema.js'
import { toGoogleSchema } from '../schema/to-google-schema.js'
import { isHostedTool } from '../tools/find-tool.js'
import { freeFormAsFunction } from '../tools/free-form-tool.js'
import type { Rendering } from './rendering.js'

/** Absent without tools. */
export function renderTools({ conversation, notes }: Rendering): readonly JsonObject[] | undefined {
  const tools: JsonObject[] = []
  let declarations: JsonObject[] = []
  for (const tool of conversation.tools) {
    if (!isHostedTool(tool)) {
      if (declarations.length === 0) tools.push({ functionDeclarations: declarations })
      declarations.push(renderDeclaration(tool, notes))
    } else if (tool.hosted.dialect === 'gemini') {
      tools.push(tool.hosted.json)
      declarations = []
    } else {
      notes.drop('hostedTool')
    }
  }
  return tools.length === 0 ? undefined : tools
}

function renderDeclaration(tool: Tool, notes: Rendering['notes']): JsonObject {
  if (tool.cache !== undefined) notes.drop('cacheMark')
  if (tool.strict === true) notes.drop('strictTool')
  const { name, description, parameters = {} } = tool.isFreeForm === true ? freeFormAsFunction(tool) : tool
  return compact({ name, description, ...renderParameters(parameters, notes) }) satisfies FunctionDeclaration
}

/** In Google's own Schema where that can say it, which every model takes; else as JSON Schema. */
function renderParameters(parameters: JsonObject, notes: Rendering['notes']): JsonObject {
  const { schema, dropped } = simplifySchema({ type: 'object', ...parameters })
  if (dropped.length > 0) notes.drop('schemaKeywords')
  // An object without members is refused by older models; a function without parameters is said by silence.
  if (Object.keys(schema).every((name) => name === 'type' || isEmptyProperties(name, schema))) return {}
  const google = toGoogleSchema(schema)
  return google === undefined ? { parametersJsonSchema: schema } : { parameters: google }
}

const isEmptyProperties = (name: string, schema: JsonObject): boolean =>
  name === 'properties' && Object.keys(Object(schema[name])).length === 0

type Mode = `${FunctionCallingConfigMode}`

/** A choice without functions to choose from is an error there. */
export function renderToolConfig({ conversation, isOwn }: Rendering): JsonObject | undefined {
  const { toolChoice, tools } = conversation
  if (toolChoice === undefined || !(isOwn || tools.some((tool) => !isHostedTool(tool)))) return undefined
  return { functionCallingConfig: renderChoice(toolChoice) }
}

function renderChoice(choice: ToolChoice): { readonly mode: Mode; readonly allowedFunctionNames?: readonly string[] } {
  switch (choice.type) {
    case 'auto':
      return { mode: 'AUTO' }
    case 'none':
      return { mode: 'NONE' }
    case 'required':
      return { mode: 'ANY' }
    case 'tool':
      return { mode: 'ANY', allowedFunctionNames: [choice.name] }
    case 'allowed':
      return { mode: choice.required ? 'ANY' : 'VALIDATED', allowedFunctionNames: choice.names }
  }
}
