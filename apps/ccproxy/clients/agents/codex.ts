import { join } from 'node:path'
import type { Agent, Launch, Turn } from './agent.ts'

/** What makes it ask servers of its own. */
const featuresOff = ['plugins', 'remote_plugin', 'apps']
const quiet = ['analytics.enabled=false', 'check_for_update_on_startup=false']

type Provider = (turn: Turn) => Pick<Launch, 'environment'> & { readonly settings: readonly string[] }

const codexBy = (id: string, label: string, provider: Provider): Agent => ({
  id,
  label,
  packageName: '@openai/codex',
  dialect: 'openai-responses',
  programs: (modules) => [{ file: process.execPath, args: [join(modules, '@openai', 'codex', 'bin', 'codex.js')] }],
  showFile: (file) => `exec_command(${JSON.stringify({ cmd: `cat ${file}` })})`,
  launch: (turn) => {
    const { settings, environment } = provider(turn)
    return {
      args: [
        'exec',
        '--ephemeral',
        '--skip-git-repo-check',
        // Its own sandbox does not start in every container; the only command is ours.
        '--sandbox',
        'danger-full-access',
        ...featuresOff.flatMap((feature) => ['--disable', feature]),
        ...[...settings, ...quiet].flatMap((setting) => ['-c', setting]),
        '-m',
        turn.model,
        turn.prompt,
      ],
      environment,
    }
  },
})

export const codex = codexBy('codex', 'Codex CLI', ({ base, key }) => ({
  settings: [
    'model_provider=ccproxy',
    `model_providers.ccproxy={name="ccproxy",base_url="${base}/v1",wire_api="responses",env_key="CCPROXY_KEY"}`,
  ],
  environment: { CCPROXY_KEY: key },
}))

/** By the provider that it has from the start, with which it tries a WebSocket first. */
export const codexBuiltIn = codexBy('codex-built-in', 'Codex CLI (built in)', ({ base, key }) => ({
  settings: [`openai_base_url="${base}/v1"`],
  environment: { CODEX_API_KEY: key },
}))
