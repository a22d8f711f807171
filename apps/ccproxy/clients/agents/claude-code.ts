import { join } from 'node:path'
import type { Agent } from './agent.ts'

export const claudeCode: Agent = {
  id: 'claude-code',
  label: 'Claude Code',
  packageName: '@anthropic-ai/claude-code',
  dialect: 'anthropic-messages',
  // Its launcher for those who install without scripts: it finds the binary among the optional dependencies.
  programs: (modules) => [
    { file: process.execPath, args: [join(modules, '@anthropic-ai', 'claude-code', 'cli-wrapper.cjs')] },
  ],
  showFile: (file) => `Read(${JSON.stringify({ file_path: file })})`,
  launch: ({ base, key, model, prompt }) => ({
    args: ['-p', prompt, '--model', model],
    environment: {
      ANTHROPIC_BASE_URL: base,
      ANTHROPIC_AUTH_TOKEN: key,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    },
  }),
}
