// Tools in named groups, for dialects whose tools have one name only.
import { createHash } from 'node:crypto'
import type { Tool } from '../model/conversation.js'

const maxCharacters = 64

/** The same for a tool, its calls and a choice of it. */
export function flatToolName(namespace: string | undefined, toolName: string): string {
  if (namespace === undefined || namespace === '') return toolName
  const name = `${namespace}${namespace.endsWith('__') ? '' : '__'}${toolName}`
  if (name.length <= maxCharacters) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, maxCharacters - hash.length - 1)}_${hash}`
}

/** The name of a call as the client knows it. */
export function clientToolName(name: string, tool: Tool | undefined): { name: string; namespace?: string } {
  if (tool?.namespace === undefined) return { name }
  return { name: tool.namespace.toolName, namespace: tool.namespace.name }
}
