/** The agents that are tried, by the names of their packages on npm, each in the one version that is known to work. */
export const pinnedVersions = {
  '@anthropic-ai/claude-code': '2.1.330',
  '@google/gemini-cli': '0.61.0',
  '@openai/codex': '0.169.0',
  'opencode-ai': '1.18.33',
} as const

export type AgentPackage = keyof typeof pinnedVersions
