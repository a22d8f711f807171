import { expect, it } from 'vitest'
import type { OAuthFlow } from '../oauth/oauth-flow.js'
import { credential } from './__fixtures__/managed-account.js'
import { bindingOf, brokenBinding } from './binding.js'

const plugin = '@test/acme'
const apiOrigin = 'https://api.acme.example'
const flow: OAuthFlow = {
  kind: 'device-code',
  id: 'device',
  label: 'Acme',
  issuer: 'https://login.acme.example',
  deviceAuthorizationUrl: 'https://login.acme.example/device',
  clientId: 'client-1',
  scopes: [],
  token: { url: 'https://login.acme.example/token' },
}
const granted = {
  ...credential({
    clientId: 'client-1',
    boundTo: { plugin, apiOrigin, tokenOrigin: 'https://login.acme.example', issuer: 'https://login.acme.example' },
  }),
  revision: 'r1',
}

it('holds while only paths change', () => {
  const moved = { ...flow, token: { url: 'https://login.acme.example/v2/token' } }
  expect(brokenBinding(granted, bindingOf(moved, plugin, `${apiOrigin}/v2`))).toBeUndefined()
})

it.each<[string, OAuthFlow, string, string]>([
  ['plugin', flow, '@evil/acme', apiOrigin],
  ['base_url', flow, plugin, 'https://api.acme.example.evil.example'],
  ['base_url', flow, plugin, 'http://api.acme.example'],
  ['oauth.token_url', { ...flow, token: { url: 'https://evil.example/token' } }, plugin, apiOrigin],
  ['oauth.token_url', { ...flow, token: { url: 'https://login.acme.example:8443/token' } }, plugin, apiOrigin],
  ['oauth.issuer', { ...flow, issuer: 'https://evil.example' }, plugin, apiOrigin],
  ['oauth.client_id', { ...flow, clientId: 'client-2' }, plugin, apiOrigin],
])('another %s is not what the grant was given to', (name, now, packageName, baseUrl) => {
  expect(brokenBinding(granted, bindingOf(now, packageName, baseUrl))).toMatchObject({
    code: 'CCPROXY_CREDENTIAL_BINDING',
    message: `${name} changed since the sign-in`,
  })
})

it.each<[string, string, string]>([
  ['base_url', plugin, 'https://api.acme.example.evil.example'],
  ['plugin', '@evil/acme', apiOrigin],
])('another %s is not what a stored key, or a link, was given to', (name, packageName, baseUrl) => {
  const boundTo = { plugin, apiOrigin }
  const common = { revision: 'r1', flow: 'key', obtainedAt: 0, extra: {}, boundTo }
  const current = bindingOf(undefined, packageName, baseUrl)
  for (const bound of [
    { ...common, kind: 'api-key', apiKey: 'fake-key' } as const,
    { ...common, kind: 'linked', source: {}, renewal: 'owner-only' } as const,
  ])
    expect(brokenBinding(bound, current)).toMatchObject({ message: `${name} changed since the sign-in` })
})

it('a key of the settings or the environment is bound to nothing', () => {
  const key = {
    revision: 'ANTHROPIC_API_KEY',
    kind: 'api-key',
    flow: 'key',
    apiKey: 'fake',
    obtainedAt: 0,
    extra: {},
  } as const
  expect(brokenBinding(key, bindingOf(undefined, plugin, 'https://elsewhere.example'))).toBeUndefined()
})
