// Tools that take text, for dialects whose tools take JSON only: the text is the one member of an object.
import { parseJsonObject } from '../json/parse-json-object.js'
import type { Tool } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'

/** JSON Schema of what stands in for the text. */
export const freeFormParameters: JsonObject = {
  type: 'object',
  properties: { input: { type: 'string', description: 'The whole input of the tool, as plain text.' } },
  required: ['input'],
  additionalProperties: false,
}

/** The tool as one of JSON: its grammar goes into the description, which is all that another provider can follow. */
export function freeFormAsFunction(tool: Tool): Tool {
  const { isFreeForm: _isFreeForm, format, description, ...rest } = tool
  const parts = [description, format === undefined ? undefined : describeFormat(format)]
  const text = parts.filter((part) => part !== undefined).join('\n\n')
  return { ...rest, parameters: freeFormParameters, ...(text !== '' && { description: text }) }
}

export function wrapFreeForm(text: string): string {
  return JSON.stringify({ input: text })
}

/** The text in arguments that stand for it; the arguments themselves when a model wrote them otherwise. */
export function unwrapFreeForm(json: string): string {
  const input = parseJsonObject(json)?.['input']
  return typeof input === 'string' ? input : json
}

function describeFormat({ syntax, definition }: JsonObject): string | undefined {
  if (typeof definition !== 'string') return undefined
  return `The input must match this ${typeof syntax === 'string' ? `${syntax} ` : ''}grammar:\n${definition}`
}
