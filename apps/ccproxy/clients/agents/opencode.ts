import { join } from 'node:path'
import type { Dialect } from '@ccproxy/core'
import type { Agent } from './agent.ts'

/** The SDKs by which it speaks, all of them in its binary, and what their base addresses end with. */
const sdks: Readonly<Record<Dialect, { readonly npm: string; readonly version: string }>> = {
  'anthropic-messages': { npm: '@ai-sdk/anthropic', version: 'v1' },
  'openai-chat': { npm: '@ai-sdk/openai-compatible', version: 'v1' },
  'openai-responses': { npm: '@ai-sdk/openai', version: 'v1' },
  gemini: { npm: '@ai-sdk/google', version: 'v1beta' },
}

const platforms: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows' }

/** opencode speaks what its configuration says; no other agent here speaks Chat Completions. */
function opencodeBy(dialect: Dialect, id: string, label: string): Agent {
  return {
    id,
    label,
    packageName: 'opencode-ai',
    dialect,
    // Its install script would copy one of these; the second is for processors without AVX2.
    programs: (modules) => {
      const platform = platforms[process.platform] ?? process.platform
      const name = platform === 'windows' ? 'opencode.exe' : 'opencode'
      return ['', '-baseline', '-musl', '-baseline-musl'].map((variant) => ({
        file: join(modules, `opencode-${platform}-${process.arch}${variant}`, 'bin', name),
        args: [],
      }))
    },
    showFile: (file) => `read(${JSON.stringify({ filePath: file })})`,
    launch: ({ base, key, model, prompt }) => ({
      args: ['run', '--pure', prompt],
      environment: {
        OPENCODE_CONFIG_CONTENT: JSON.stringify({
          autoupdate: false,
          share: 'disabled',
          model: `ccproxy/${model}`,
          small_model: `ccproxy/${model}`,
          provider: {
            ccproxy: {
              name: 'CCProxy',
              npm: sdks[dialect].npm,
              options: { baseURL: `${base}/${sdks[dialect].version}`, apiKey: key },
              models: { [model]: { name: model } },
            },
          },
        }),
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      },
    }),
  }
}

export const opencode = opencodeBy('anthropic-messages', 'opencode', 'opencode')
export const opencodeChat = opencodeBy('openai-chat', 'opencode-chat', 'opencode (chat)')
export const opencodeResponses = opencodeBy('openai-responses', 'opencode-responses', 'opencode (responses)')
export const opencodeGemini = opencodeBy('gemini', 'opencode-gemini', 'opencode (gemini)')
