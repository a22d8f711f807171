import type { Agent } from './agents/agent.ts'
import { claudeCode } from './agents/claude-code.ts'
import { codex, codexBuiltIn } from './agents/codex.ts'
import { geminiCli } from './agents/gemini-cli.ts'
import { opencode, opencodeChat } from './agents/opencode.ts'

export const agents: readonly Agent[] = [claudeCode, codex, codexBuiltIn, geminiCli, opencode, opencodeChat]
