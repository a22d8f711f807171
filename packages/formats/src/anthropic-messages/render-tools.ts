import type { Tool as AnthropicTool, ToolChoice as AnthropicToolChoice } from '@anthropic-ai/sdk/resources/messages'
import type { HostedTool, Tool, ToolChoice } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { toolParameters } from '../openai/tool-parameters.js'
import { isHostedTool } from '../tools/find-tool.js'
import { freeFormAsFunction } from '../tools/free-form-tool.js'
import { renderCacheControl } from './cache-control.js'
import type { Rendering } from './rendering.js'
import { supportedSchema } from './supported-schema.js'

export function renderTools(rendering: Rendering): readonly (AnthropicTool | JsonObject)[] {
  const { tools, toolChoice } = rendering.conversation
  const names = toolChoice?.type === 'allowed' ? toolChoice.names : undefined
  const sent = tools.filter((tool) => names === undefined || isHostedTool(tool) || names.includes(tool.name))
  return sent.flatMap((tool) => renderTool(tool, rendering))
}

function renderTool(tool: Tool | HostedTool, rendering: Rendering): readonly (AnthropicTool | JsonObject)[] {
  if (!isHostedTool(tool)) return [renderOwnTool(tool.isFreeForm === true ? freeFormAsFunction(tool) : tool, rendering)]
  if (tool.hosted.dialect === 'anthropic-messages') return [tool.hosted.json]
  rendering.notes.drop('hostedTool')
  return []
}

function renderOwnTool(tool: Tool, rendering: Rendering): AnthropicTool {
  const isStrict = tool.strict === true && rendering.traits.takesSchemas
  if (tool.strict === true && !isStrict && !rendering.isOwn) rendering.notes.drop('strictTool')
  return {
    name: tool.name,
    ...(tool.description !== undefined && { description: tool.description }),
    input_schema: inputSchema(tool.parameters, isStrict, rendering),
    ...(rendering.isOwn ? tool.strict !== undefined && { strict: tool.strict } : isStrict && { strict: true }),
    ...renderCacheControl(tool.cache),
  }
}

function inputSchema(
  parameters: JsonObject | undefined,
  isStrict: boolean,
  { isOwn }: Rendering,
): AnthropicTool['input_schema'] {
  if (isOwn) return { ...parameters, type: 'object' }
  const schema = toolParameters(parameters)
  return { ...(isStrict ? supportedSchema(schema) : schema), type: 'object' }
}

/** Absent without tools: the API refuses a choice among none. */
export function renderToolChoice({ conversation }: Rendering, hasTools: boolean): AnthropicToolChoice | undefined {
  const { toolChoice, parallelToolCalls } = conversation
  if (!hasTools || (toolChoice === undefined && parallelToolCalls !== false)) return undefined
  const choice = choiceOf(toolChoice)
  if (choice.type === 'none' || parallelToolCalls === undefined) return choice
  // Parallel calls are the default: saying so matters only to those who said it in this dialect.
  if (parallelToolCalls && conversation.origin !== 'anthropic-messages') return choice
  return { ...choice, disable_parallel_tool_use: !parallelToolCalls }
}

function choiceOf(choice: ToolChoice | undefined): AnthropicToolChoice {
  switch (choice?.type) {
    case 'none':
      return { type: 'none' }
    case 'required':
      return { type: 'any' }
    case 'tool':
      return { type: 'tool', name: choice.name }
    case 'allowed':
      return choice.required ? { type: 'any' } : { type: 'auto' }
    case 'auto':
    case undefined:
      return { type: 'auto' }
  }
}
