import { CCProxyError, type PluginCommand } from '@ccproxy/core'
import { describe, expect, it, vi } from 'vitest'
import { fakeContext } from './__fixtures__/fake-context.js'
import { fakeHost } from './__fixtures__/fake-host.js'
import { fakeProvider } from './__fixtures__/fake-provider.js'
import type { CliServices } from './cli-context.js'

const manifest = {
  apiVersion: 1,
  kind: 'provider',
  name: 'acme',
  entry: '.',
  displayName: 'Acme',
  requires: [],
  enabledByDefault: true,
  commands: [
    {
      name: 'quota',
      description: 'What is left\u001b[2J',
      flags: [{ name: 'account', value: 'name', description: 'An account' }],
    },
  ],
} as const

const discovered = {
  ...manifest,
  packageName: '@ccproxy/plugin-acme',
  version: '1.0.0',
  directory: '/plugins/acme',
  source: 'project',
  manifest,
  entryFile: '/plugins/acme/index.js',
} as const

async function world(run?: PluginCommand['run']) {
  const cliCommands = run === undefined ? [] : [{ name: 'quota', description: 'What is left', run }]
  const host = fakeHost([await fakeProvider({ overrides: { cliCommands } })])
  const createHost = vi.fn<CliServices['createHost']>(async () => host)
  const made = fakeContext({
    services: { createHost, discoverPlugins: async () => ({ plugins: [discovered], rejected: [], places: [] }) },
  })
  return { ...made, createHost }
}

describe('commands of plugins', () => {
  it('are in the help, which starts no plugin', async () => {
    const { run, stdout, createHost } = await world()
    expect(await run('--help')).toBe(0)
    expect(stdout()).toMatch(/acme +Commands of the plugin Acme\n/)
    expect(await run('acme', '--help')).toBe(0)
    expect(stdout()).toMatch(/quota +What is left\n/)
    expect(createHost).not.toHaveBeenCalled()
  })

  it('get their own words and print through us', async () => {
    const calls: unknown[] = []
    const { run, stdout } = await world(async (invocation) => {
      const { args, json } = invocation
      calls.push({ args, json })
      invocation.print('half is left')
      return undefined
    })
    expect(await run('acme', 'quota', '--per', 'day', 'extra')).toBe(0)
    expect(calls).toEqual([{ args: ['--per', 'day', 'extra'], json: false }])
    expect(stdout()).toBe('half is left\n')
  })

  it('take the flags of the program out of the words of a plugin command, wherever they stand', async () => {
    const calls: unknown[] = []
    const { run, createHost } = await world(async ({ args, json }) => void calls.push({ args, json }))
    const words = ['acme', 'quota', '--per', 'day', '--plugin', '/plugins/other', '--json', '--', '--plugin', 'x']
    expect(await run(...words)).toBe(0)
    expect(await run('--plugin', '/plugins/other', 'acme', 'quota', '--log-level=debug', 'week')).toBe(0)
    expect(calls).toEqual([
      { args: ['--per', 'day', '--', '--plugin', 'x'], json: true },
      { args: ['week'], json: false },
    ])
    for (const [options] of createHost.mock.calls) expect(options.pluginPaths).toEqual(['/plugins/other'])
  })

  it('find a plugin command of the folder that --plugin names after the command', async () => {
    const discoverPlugins = vi.fn<CliServices['discoverPlugins']>(async ({ pluginPaths }) => ({
      plugins: pluginPaths.includes('/plugins/acme') ? [discovered] : [],
      rejected: [],
      places: [],
    }))
    const host = fakeHost([
      await fakeProvider({
        overrides: { cliCommands: [{ name: 'quota', description: '', run: async () => undefined }] },
      }),
    ])
    const { run } = fakeContext({ host, services: { discoverPlugins } })
    expect(await run('acme', 'quota', '--plugin', '/plugins/acme')).toBe(0)
    expect(await run('acme', 'quota')).toBe(2)
  })

  it('list the flags of the manifest and the flags of the program in their help', async () => {
    const { run, stdout } = await world()
    expect(await run('acme', 'quota', '--help')).toBe(0)
    expect(stdout()).toMatch(/--account <name> +An account\n/)
    expect(stdout()).toMatch(/--json .*\n/)
    expect(stdout()).toMatch(/--plugin <path> .*\n/)
  })

  it('print JSON when asked', async () => {
    const { run, json } = await world(async (invocation) => {
      invocation.print({ left: 0.5 })
      return 0
    })
    await run('acme', 'quota', '--json')
    expect(json()).toEqual({ left: 0.5 })
  })

  it.each([
    [3, 3],
    [2, 2],
    [1, 1],
    [77, 1],
  ])('exit %i becomes %i', async (code, expected) => {
    const { run } = await world(async () => code)
    expect(await run('acme', 'quota')).toBe(expected)
  })

  it('fail as ours do', async () => {
    const { run, stderr } = await world(async () => {
      throw new CCProxyError('CCPROXY_UPSTREAM_TIMEOUT', 'no answer')
    })
    expect(await run('acme', 'quota')).toBe(1)
    expect(stderr()).toContain('error: no answer\n')
  })

  it('are suggested, and missed when the plugin does not bring them', async () => {
    const { run, stderr } = await world()
    expect(await run('acne')).toBe(2)
    expect(stderr()).toContain('Did you mean acme?')
    expect(await run('acme', 'quotas')).toBe(2)
    expect(stderr()).toContain('Did you mean quota? See `ccproxy acme --help`')
    expect(await run('acme', 'quota')).toBe(1)
    expect(stderr()).toContain('acme names the command quota in its manifest but does not bring it')
  })

  it('are gone, but nothing else is, when the configuration cannot be read', async () => {
    const { run, stdout } = fakeContext({
      services: {
        loadConfiguration: async () => {
          throw new CCProxyError('CCPROXY_CONFIG_SYNTAX', 'broken file')
        },
      },
    })
    expect(await run('--help')).toBe(0)
    expect(stdout()).toContain('serve')
  })
})
