import type { ApiKeyFlow, OAuthFlow, PluginContext } from '@ccproxy/core'
import { antFlow } from './ant/ant-flow.js'
import { apiRoot } from './api-root.js'
import { browserFlow } from './browser-flow.js'
import type { ClaudeSettings } from './config.js'
import { variable } from './environment.js'
import { federationFlow } from './federation/federation-flow.js'

const key: ApiKeyFlow = {
  kind: 'api-key',
  id: 'key',
  label: 'API key of the Claude Console',
  env: ['ANTHROPIC_API_KEY'],
  pattern: /^sk-ant-/,
}

/** Best first. What is configured on purpose (a client of one's own, a federation) comes before what happens to be there. */
export function flows(
  { oauth, baseUrl, federation: settings }: ClaudeSettings,
  { environment }: Pick<PluginContext, 'environment'>,
): readonly OAuthFlow[] {
  const tokenUrl = oauth.tokenUrl ?? `${apiRoot(baseUrl)}/v1/oauth/token`
  const browser = browserFlow(oauth)
  const ant = antFlow({ environment, baseUrl })
  const federation = federationFlow({ settings, environment, baseUrl, tokenUrl })
  const namesProfile = settings === undefined && variable(environment, 'ANTHROPIC_PROFILE') !== undefined
  const federationFirst = !namesProfile && federation.unavailable === undefined
  const surrounding = federationFirst ? [federation, ant] : [ant, federation]
  return browser.unavailable === undefined ? [browser, key, ...surrounding] : [key, ...surrounding, browser]
}
