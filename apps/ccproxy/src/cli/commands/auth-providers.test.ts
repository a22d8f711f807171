import { CCProxyError } from '@ccproxy/core'
import type { PluginReport } from '@ccproxy/host'
import { expect, it } from 'vitest'
import { fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import { browserFlow, fakeProvider, keyFlow } from '../__fixtures__/fake-provider.js'

const unavailable = { reason: 'no client id is set', hint: 'Set plugins.acme.oauth.client_id.' }

async function world() {
  const provider = await fakeProvider({ flows: [keyFlow, { ...browserFlow, unavailable }] })
  return fakeContext({ host: fakeHost([provider]) })
}

it('lists the flows, and why one cannot be used', async () => {
  const { run, stdout } = await world()
  expect(await run('auth', 'providers')).toBe(0)
  expect(stdout()).toBe(
    [
      'acme  Acme',
      '  ✓  key      API key',
      '  –  browser  Sign in with the browser  no client id is set. Set plugins.acme.oauth.client_id.',
      '',
    ].join('\n'),
  )
})

it('is an object for programs', async () => {
  const { run, json } = await world()
  await run('auth', 'providers', '--json')
  expect(json()).toEqual({
    providers: [
      {
        provider: 'acme',
        displayName: 'Acme',
        flows: [
          { id: 'key', label: 'API key', kind: 'api-key', available: true, reason: null, hint: null },
          {
            id: 'browser',
            label: 'Sign in with the browser',
            kind: 'authorization-code',
            available: false,
            reason: unavailable.reason,
            hint: unavailable.hint,
          },
        ],
      },
    ],
    unconfigured: [],
  })
})

it('lists a provider that has no settings yet with the setting that it needs, and prints no warning about it', async () => {
  const error = new CCProxyError('CCPROXY_PLUGIN_SETTINGS', 'plugins.azure.resource is not set', { hint: 'Set it.' })
  const report: PluginReport = {
    name: 'azure',
    displayName: 'Azure OpenAI',
    kind: 'provider',
    packageName: '@ccproxy/plugin-azure',
    version: '1.0.0',
    directory: '/plugins/azure',
    source: 'project',
    state: 'unconfigured',
    error,
  }
  const { run, stdout, stderr } = fakeContext({ host: fakeHost([await fakeProvider()], { plugins: [report] }) })
  expect(await run('auth', 'providers')).toBe(0)
  expect(stdout()).toContain('azure  Azure OpenAI\n  – not set up: plugins.azure.resource is not set. Set it.\n')
  expect(stderr()).toBe('')
})
