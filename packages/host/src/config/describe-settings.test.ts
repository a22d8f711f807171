import { providerSettings } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { describeSettings } from './describe-settings.js'
import type { Configuration } from './host-settings.js'
import { loadConfiguration } from './load-configuration.js'
import { masked } from './mask-setting.js'

function load(environment: Readonly<Record<string, string>>): Promise<Configuration> {
  const directory = '/nonexistent-ccproxy'
  return loadConfiguration({ environment, workingDirectory: directory, homeDirectory: directory, flags: {} })
}

it('lists every effective setting with its source, secrets masked', async () => {
  const configuration = await load({
    SERVER__PORT: '9',
    SECURITY__AUTH_TOKEN: 'fake-token-1',
    NETWORK__PROXY: 'http://fake-user:fake-token-2@proxy.example:3128',
    MODELS__ALIASES__SONNET: 'claude/x',
    PLUGINS__ACME__API_KEY: 'fake-token-3',
    PLUGINS__ACME__OAUTH__CLIENT_SECRET: 'fake-token-4',
    PLUGINS__ACME__OAUTH__SCOPES: 'a,b',
    PLUGINS__ACME__ENABLED: 'true',
    PLUGINS__ACME__API_KAY: 'fake-token-6',
    PLUGINS__OTHER: '{"headers":{"authorization":"fake-token-5"},"list":[{"api_key":"fake-token-7","name":"x"}]}',
  })
  const schemas = new Map([['acme', providerSettings({ baseUrl: 'https://api.acme.example' })]])
  const rows = describeSettings(configuration, schemas)
  expect(JSON.stringify(rows)).not.toContain('fake-')
  const values = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  expect(values).toEqual({
    disabled_plugins: [],
    'server.host': '127.0.0.1',
    'server.port': 9,
    'logging.level': 'info',
    'logging.format': 'auto',
    'security.auth_token': masked,
    'security.allowed_origins': [],
    'network.proxy': `http://${masked}@proxy.example:3128/`,
    'network.connect_timeout': 10,
    'network.response_timeout': 600,
    'network.idle_timeout': 300,
    'models.aliases.sonnet': 'claude/x',
    fallbacks: [],
    'storage.backend': 'file',
    'storage.allow_network_file_system': false,
    'plugin_discovery.directories': [],
    'plugins.acme.enabled': true,
    'plugins.acme.base_url': 'https://api.acme.example',
    'plugins.acme.api_key': masked,
    'plugins.acme.oauth.client_secret': masked,
    'plugins.acme.oauth.scopes': ['a', 'b'],
    'plugins.acme.oauth.callback_port': 0,
    'plugins.acme.api_kay': masked,
    'plugins.other.headers.authorization': masked,
    'plugins.other.list': [{ api_key: masked, name: 'x' }],
  })
  const sources = Object.fromEntries(rows.map(({ key, source }) => [key, source]))
  expect(sources['server.port']).toEqual({ kind: 'environment', variable: 'SERVER__PORT' })
  expect(sources['server.host']).toEqual({ kind: 'default' })
  expect(sources['plugins.acme.base_url']).toEqual({ kind: 'default' })
})
