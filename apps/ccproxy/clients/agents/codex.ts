import { join } from 'node:path'
import type { Agent } from './agent.ts'

/** What makes it ask servers of its own. */
const featuresOff = ['plugins', 'remote_plugin', 'apps']

export const codex: Agent = {
  id: 'codex',
  label: 'Codex CLI',
  packageName: '@openai/codex',
  dialect: 'openai-responses',
  programs: (modules) => [{ file: process.execPath, args: [join(modules, '@openai', 'codex', 'bin', 'codex.js')] }],
  showFile: (file) => `exec_command(${JSON.stringify({ cmd: `cat ${file}` })})`,
  launch: ({ base, key, model, prompt }) => {
    const provider = `{name="ccproxy",base_url="${base}/v1",wire_api="responses",env_key="CCPROXY_KEY"}`
    const settings = [
      'model_provider=ccproxy',
      `model_providers.ccproxy=${provider}`,
      'analytics.enabled=false',
      'check_for_update_on_startup=false',
    ]
    return {
      args: [
        'exec',
        '--ephemeral',
        '--skip-git-repo-check',
        // Its own sandbox does not start in every container; the only command is ours.
        '--sandbox',
        'danger-full-access',
        ...featuresOff.flatMap((feature) => ['--disable', feature]),
        ...settings.flatMap((setting) => ['-c', setting]),
        '-m',
        model,
        prompt,
      ],
      environment: { CCPROXY_KEY: key },
    }
  },
}
