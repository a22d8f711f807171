import type { ToolIdRule } from '../tool-ids/tool-id-rule.js'

export const toolIdRule: ToolIdRule = { pattern: /^[a-zA-Z0-9_-]+$/, maxLength: 256, prefix: 'toolu_' }
