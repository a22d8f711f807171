import type { CustomTool, FunctionTool } from 'openai/resources/responses/responses'
import { compact } from '../json/compact.js'
import type { Conversation, HostedTool, Tool } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { isStrictSchema } from '../openai/strict-schema.js'
import { toolParameters } from '../openai/tool-parameters.js'
import type { RenderNotes } from '../render-notes.js'
import { isHostedTool } from '../tools/find-tool.js'

export function renderTools({ tools }: Pick<Conversation, 'tools'>, notes: RenderNotes): readonly JsonObject[] {
  return tools.map((tool) => renderTool(tool, notes)).filter((tool) => tool !== undefined)
}

function renderTool(tool: Tool | HostedTool, notes: RenderNotes): JsonObject | undefined {
  if (!isHostedTool(tool)) return tool.isFreeForm ? { ...renderCustom(tool) } : { ...renderFunction(tool, notes) }
  if (tool.hosted.dialect === 'openai-responses') return tool.hosted.json
  notes.drop('hostedTool')
  return undefined
}

function renderFunction({ name, description, parameters, strict }: Tool, notes: RenderNotes): FunctionTool {
  const isStrict = strict === true && isStrictSchema(parameters ?? {})
  if (strict === true && !isStrict) notes.drop('strictTool')
  return compact({
    type: 'function',
    name,
    description,
    parameters: isStrict ? { ...parameters } : { ...toolParameters(parameters) },
    // Without the word, the API takes every schema for a strict one.
    strict: isStrict,
  })
}

function renderCustom({ name, description, format }: Tool): CustomTool {
  const { syntax, definition } = format ?? {}
  const grammar =
    (syntax === 'lark' || syntax === 'regex') && typeof definition === 'string'
      ? ({ type: 'grammar', syntax, definition } as const)
      : undefined
  return compact({ type: 'custom', name, description, format: grammar })
}
