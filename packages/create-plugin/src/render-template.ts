// The templates are a plugin for "Acme AI" that compiles and passes its tests as it is. What is Acme's is replaced.
import type { PluginChoices, ProviderChoices } from './plugin-choices.js'

/** Longest first: what is part of another must not be replaced before it. */
function replacements(choices: PluginChoices, version: string): readonly (readonly [sample: string, value: string])[] {
  return [
    ...(choices.kind === 'provider' ? providerReplacements(choices) : []),
    ['ccproxy-plugin-acme', choices.packageName],
    ['0.0.0-ccproxy', version],
    ['Acme AI', choices.displayName],
    ['ACME', choices.name.toUpperCase().replaceAll('-', '_')],
    ['acme', choices.name],
  ]
}

function providerReplacements(choices: ProviderChoices): readonly (readonly [sample: string, value: string])[] {
  return [
    ['https://login.acme.example/authorize', choices.authorizeUrl],
    ['https://login.acme.example/device', choices.deviceAuthorizationUrl],
    ['https://login.acme.example/token', choices.tokenUrl],
    ['https://api.acme.example', choices.baseUrl],
    ['openai-chat', choices.dialect],
  ]
}

/**
 * Replaces in one pass, so that nothing that was put in is looked at again.
 * @param version of CCProxy's packages
 */
export function renderTemplate(text: string, choices: PluginChoices, version: string): string {
  const values = new Map(replacements(choices, version))
  const pattern = new RegExp([...values.keys()].map((sample) => sample.replaceAll('.', String.raw`\.`)).join('|'), 'g')
  return text.replaceAll(pattern, (sample) => values.get(sample) ?? sample)
}
