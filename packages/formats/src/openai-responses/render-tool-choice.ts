import type {
  ToolChoiceAllowed,
  ToolChoiceCustom,
  ToolChoiceFunction,
  ToolChoiceOptions,
} from 'openai/resources/responses/responses'
import type { Conversation } from '../model/conversation.js'
import { findTool } from '../tools/find-tool.js'

type RenderedChoice = ToolChoiceOptions | ToolChoiceAllowed | ToolChoiceFunction | ToolChoiceCustom

export function renderToolChoice(conversation: Pick<Conversation, 'tools' | 'toolChoice'>): RenderedChoice | undefined {
  const choice = conversation.toolChoice
  switch (choice?.type) {
    case 'tool':
      return renderChosen(conversation, choice.name)
    case 'allowed':
      return {
        type: 'allowed_tools',
        mode: choice.required ? 'required' : 'auto',
        tools: choice.names.map((name) => ({ ...renderChosen(conversation, name) })),
      }
    case 'auto':
    case 'none':
    case 'required':
    case undefined:
    default:
      return choice?.type
  }
}

function renderChosen(conversation: Pick<Conversation, 'tools'>, name: string): ToolChoiceFunction | ToolChoiceCustom {
  return { type: findTool(conversation, name)?.isFreeForm ? 'custom' : 'function', name }
}
