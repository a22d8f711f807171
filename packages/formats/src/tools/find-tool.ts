import type { Conversation, HostedTool, Tool } from '../model/conversation.js'

/** Tells tools of the client from those that the provider runs. */
export function isHostedTool(tool: Tool | HostedTool): tool is HostedTool {
  return 'hosted' in tool
}

/** The tool of the client that a call names. */
export function findTool(conversation: Pick<Conversation, 'tools'>, name: string): Tool | undefined {
  for (const tool of conversation.tools) if (!isHostedTool(tool) && tool.name === name) return tool
  return undefined
}
