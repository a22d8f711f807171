import { join } from 'node:path'
import type { Agent } from './agent.ts'

const settings = {
  security: { auth: { selectedType: 'gemini-api-key' } },
  privacy: { usageStatisticsEnabled: false },
  general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
}

export const geminiCli: Agent = {
  id: 'gemini-cli',
  label: 'Gemini CLI',
  packageName: '@google/gemini-cli',
  dialect: 'gemini',
  programs: (modules) => [
    { file: process.execPath, args: [join(modules, '@google', 'gemini-cli', 'bundle', 'gemini.js')] },
  ],
  showFile: (file) => `read_file(${JSON.stringify({ file_path: file })})`,
  launch: ({ base, key, model, prompt }) => ({
    // Without a model it lets another one choose, which has to answer JSON.
    args: ['-p', prompt, '-m', model],
    environment: { GOOGLE_GEMINI_BASE_URL: base, GEMINI_API_KEY: key, GEMINI_CLI_TRUST_WORKSPACE: 'true' },
    homeFiles: { '.gemini/settings.json': settings },
  }),
}
