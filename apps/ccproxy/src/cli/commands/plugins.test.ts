import { CCProxyError, providerSettings } from '@ccproxy/core'
import type { PluginReport, SettingRow } from '@ccproxy/host'
import { describe, expect, it } from 'vitest'
import { fakeConfiguration } from '../__fixtures__/fake-configuration.js'
import { fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import { fakeProvider } from '../__fixtures__/fake-provider.js'

const broken: PluginReport = {
  name: 'broken',
  displayName: 'Broken\u001b[2J',
  kind: 'provider',
  packageName: 'ccproxy-plugin-broken',
  version: '0.0.1',
  directory: '/plugins/broken',
  source: 'config',
  state: 'failed',
  error: new CCProxyError('CCPROXY_PLUGIN_IMPORT', 'It threw when it was imported\u001b[31m: no such module', {
    cause: new Error('no such module, with fake-token-1'),
  }),
}

async function world() {
  const provider = await fakeProvider()
  const host = fakeHost([provider])
  const schemas = new Map([['acme', providerSettings({ baseUrl: 'https://api.acme.example' })]])
  const rows: readonly SettingRow[] = [
    { key: 'server.port', value: 8000, source: { kind: 'default' } },
    { key: 'plugins.acme.base_url', value: 'https://api.acme.example', source: { kind: 'default' } },
    {
      key: 'plugins.acme.api_key',
      value: '********',
      source: { kind: 'environment', variable: 'PLUGINS__ACME__API_KEY' },
    },
  ]
  return fakeContext({
    host: { ...host, plugins: [...host.plugins, broken], schemas },
    services: {
      describeSettings: async () => rows,
      settingKeys: async () => ({
        toSnakeCase: (key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      }),
    },
  })
}

describe('plugins list', () => {
  it('shows every plugin, and why one does not run', async () => {
    const { run, stdout } = await world()
    expect(await run('plugins', 'list')).toBe(0)
    expect(stdout()).toContain('acme    1.0.0    provider  running  @ccproxy/plugin-acme   project\n')
    expect(stdout()).toContain('broken  0.0.1    provider  failed   ccproxy-plugin-broken  config\n')
    expect(stdout()).toContain('broken: It threw when it was imported: no such module\n  hint: Run with --debug')
    expect(stdout()).not.toContain('\u001b')
  })

  it('shows where one threw with --debug, without its words', async () => {
    const { run, stderr } = await world()
    expect(await run('plugins', 'list')).toBe(0)
    expect(stderr()).toBe('')
    expect(await run('plugins', 'list', '--debug')).toBe(0)
    expect(stderr()).toMatch(/^broken threw:\n {4}at .*plugins\.test\.ts:\d+/)
    expect(stderr()).not.toContain('fake-token-1')
  })

  it('is an object for programs', async () => {
    const { run, json } = await world()
    await run('plugins', 'list', '--json')
    expect(json()).toMatchObject({
      plugins: [
        { name: 'acme', state: 'running', error: null, directory: '/plugins/acme' },
        { name: 'broken', state: 'failed', error: { code: 'CCPROXY_PLUGIN_IMPORT' } },
      ],
    })
  })
})

describe('plugins info', () => {
  it('tells what a running provider does', async () => {
    const { run, stdout } = await world()
    expect(await run('plugins', 'info', 'acme')).toBe(0)
    expect(stdout()).toMatch(/base URL +https:\/\/api\.acme\.example\n/)
    expect(stdout()).toMatch(/speaks +anthropic-messages\n/)
    expect(stdout()).toMatch(/signs in by +browser, device, key\n/)
  })

  it('tells why another does not run, found by its package too', async () => {
    const { run, stdout } = await world()
    expect(await run('plugins', 'info', 'ccproxy-plugin-broken')).toBe(0)
    expect(stdout()).toMatch(/reason +It threw when it was imported: no such module\n/)
  })

  it('knows the nearest name', async () => {
    const { run, stderr } = await world()
    expect(await run('plugins', 'info', 'brokn')).toBe(1)
    expect(stderr()).toContain('Did you mean broken?')
    expect(stderr()).toContain('CCPROXY_PLUGIN_NOT_FOUND')
  })
})

describe('plugins settings', () => {
  it('shows what is set, from where, and what could be', async () => {
    const { run, stdout } = await world()
    expect(await run('plugins', 'settings', 'acme')).toBe(0)
    expect(stdout()).toMatch(/plugins\.acme\.api_key +=? ?"\*{8}" +PLUGINS__ACME__API_KEY\n/)
    expect(stdout()).not.toContain('server.port')
    expect(stdout()).toMatch(/Not set:\n[\s\S]*plugins\.acme\.oauth\.client_id +string\n/)
    expect(stdout().match(/base_url/g)).toHaveLength(1)
  })

  it('prints the JSON Schema for programs, null where there is none', async () => {
    const { run, json } = await world()
    await run('plugins', 'settings', 'acme', '--json')
    expect(json()).toMatchObject({ plugin: 'acme', schema: { properties: { baseUrl: { type: 'string' } } } })
    const other = await world()
    await other.run('plugins', 'settings', 'broken', '--json')
    expect(other.json()).toEqual({ plugin: 'broken', settings: [], schema: null })
  })
})

it('says that the settings of a plugin that does not run are not known, and why', async () => {
  const { run, stderr } = await world()
  expect(await run('plugins', 'settings', 'broken')).toBe(0)
  expect(stderr()).toMatch(/The settings that broken takes are not known: it is failed\./)
})

describe('config', () => {
  it('show lists the variables that are ignored, and the variable that was meant', async () => {
    const configuration = {
      ...fakeConfiguration(),
      ignoredVariables: [
        { variable: 'Logging__LogLevel__Default' },
        { variable: 'SERVER__PROT', meant: 'SERVER__PORT' },
      ],
    }
    const { run, stderr } = fakeContext({ configuration })
    expect(await run('config', 'show')).toBe(0)
    expect(stderr()).toContain(
      'The environment variable Logging__LogLevel__Default is no setting of CCProxy and is ignored.\n',
    )
    expect(stderr()).toContain('SERVER__PROT is no setting of CCProxy and is ignored. Did you mean SERVER__PORT?\n')
    const program = fakeContext({ configuration })
    expect(await program.run('config', 'show', '--json')).toBe(0)
    expect(program.json()).toMatchObject({ ignoredVariables: configuration.ignoredVariables })
  })

  it('show prints every setting with its source', async () => {
    const { run, stdout } = await world()
    expect(await run('config', 'show')).toBe(0)
    expect(stdout()).toMatch(/^server\.port +=? ?8000\n/)
    expect(stdout()).toContain('PLUGINS__ACME__API_KEY')
  })

  it('path prints the directory first, then the files that are looked at', async () => {
    const { run, stdout, json } = await world()
    expect(await run('config', 'path')).toBe(0)
    expect(stdout().split('\n')[0]).toBe('/home/me/.config/ccproxy')
    expect(stdout()).toMatch(/✓ {2}\/home\/me\/\.config\/ccproxy\/config\.toml/)
    expect(stdout()).toMatch(/– {2}\/projects\/\.ccproxy\.toml .*not there/)
    const other = await world()
    await other.run('config', 'path', '--json')
    expect(other.json()).toMatchObject({
      directory: '/home/me/.config/ccproxy',
      files: [{ found: true }, { found: false }],
    })
    expect(json).toThrow(SyntaxError)
  })
})
