import type { ChatCompletionFunctionTool, ChatCompletionToolChoiceOption } from 'openai/resources/chat/completions'
import { compact } from '../json/compact.js'
import type { Conversation, Tool } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { isStrictSchema } from '../openai/strict-schema.js'
import { toolParameters } from '../openai/tool-parameters.js'
import type { RenderNotes } from '../render-notes.js'
import { isHostedTool } from '../tools/find-tool.js'
import { freeFormAsFunction } from '../tools/free-form-tool.js'

/** A list of allowed tools is OpenAI's own: everybody understands when only those are there. */
export function renderTools({ tools, toolChoice }: Conversation, notes: RenderNotes): readonly JsonObject[] {
  return tools.flatMap((tool): readonly JsonObject[] => {
    if (isHostedTool(tool)) {
      if (tool.hosted.dialect === 'openai-chat') return [tool.hosted.json]
      notes.drop('hostedTool')
      return []
    }
    if (toolChoice?.type === 'allowed' && !toolChoice.names.includes(tool.name)) return []
    return [{ ...renderFunction(tool.isFreeForm ? freeFormAsFunction(tool) : tool, notes) }]
  })
}

function renderFunction(
  { name, description, parameters, strict }: Tool,
  notes: RenderNotes,
): ChatCompletionFunctionTool {
  const isStrict = strict === true && isStrictSchema(parameters ?? {})
  if (strict === true && !isStrict) notes.drop('strictTool')
  return {
    type: 'function',
    function: compact({
      name,
      description,
      parameters: isStrict ? { ...parameters } : { ...toolParameters(parameters) },
      strict: isStrict ? true : undefined,
    }),
  }
}

export function renderToolChoice({ toolChoice }: Conversation): ChatCompletionToolChoiceOption | undefined {
  switch (toolChoice?.type) {
    case 'tool':
      return { type: 'function', function: { name: toolChoice.name } }
    case 'allowed':
      return toolChoice.required ? 'required' : 'auto'
    case 'auto':
    case 'none':
    case 'required':
    case undefined:
    default:
      return toolChoice?.type
  }
}
