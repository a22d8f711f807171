import type { ToolIdRule } from '../tool-ids/tool-id-rule.js'

export const openaiToolIds: ToolIdRule = { pattern: /^[^\s]+$/, maxLength: 64, prefix: 'call_' }
