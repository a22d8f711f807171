import { relative } from 'node:path'
import type { PluginChoices } from './plugin-choices.js'
import type { ScaffoldFlags } from './scaffold-flags.js'

interface Surroundings {
  readonly flags: ScaffoldFlags
  readonly workingDirectory: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Lines for the person who made a plugin. */
export function nextSteps(choices: PluginChoices, surroundings: Surroundings): readonly string[] {
  const { name, directory } = choices
  const folder = relative(surroundings.workingDirectory, directory)
  const manager = /^(npm|pnpm|yarn|bun)\//.exec(surroundings.environment['npm_config_user_agent'] ?? '')?.[1] ?? 'npm'
  const guesses = guessed(choices, surroundings.flags)
  return [
    `Created the plugin ${name} in ${folder === '' ? 'this folder' : folder}`,
    '',
    ...(folder === '' ? [] : [`  cd ${folder}`]),
    `  ${manager} install`,
    `  ${manager} test`,
    `  ${manager} run dev`,
    ...(guesses.length === 0 ? [] : ['', `Correct what is only a guess in src/config.ts: ${guesses.join(', ')}`]),
  ]
}

function guessed(choices: PluginChoices, flags: ScaffoldFlags): readonly string[] {
  if (choices.kind !== 'provider') return []
  const { flow, baseUrl } = choices
  return [
    ...(baseUrl.endsWith('.example') ? ['the base URL'] : []),
    ...(flow === 'authorization-code' && flags['authorize-url'] === undefined ? ['the authorize URL'] : []),
    ...(flow === 'device-code' && flags['device-authorization-url'] === undefined
      ? ['the device authorization URL']
      : []),
    ...(flow !== 'api-key' && flags['token-url'] === undefined ? ['the token URL'] : []),
    ...(flow === 'api-key' ? [] : ['the scopes']),
  ]
}
