import { once } from 'node:events'
import { createServer } from 'node:http'
import { CCProxyError, HookEvent } from '@ccproxy/core'
import type { Host, PluginReport } from '@ccproxy/host'
import { describe, expect, it, vi } from 'vitest'
import type { RunningServer, ServerOptions } from '../../app/start-server.js'
import { fakeConfiguration } from '../__fixtures__/fake-configuration.js'
import { type FakeContextOptions, fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import { fakeProvider, fakeSnapshot } from '../__fixtures__/fake-provider.js'
import type { CliServices } from '../cli-context.js'

const url = 'http://127.0.0.1:8000'

/** A server that is drained when the test says so, or when it is closed with no time left. */
function fakeServer() {
  const drained = Promise.withResolvers<void>()
  const graces: number[] = []
  const asked: ServerOptions[] = []
  const startServer = async (options: ServerOptions): Promise<RunningServer> => {
    asked.push(options)
    return {
      url,
      networkUrls: [],
      port: 8000,
      async close(graceMs) {
        graces.push(graceMs)
        if (graceMs === 0) drained.resolve()
        await drained.promise
      },
    }
  }
  return { startServer, drain: drained.resolve, graces, asked }
}

async function serving(options: FakeContextOptions = {}, overrides: Partial<Host> = {}) {
  const server = fakeServer()
  const host = fakeHost([await fakeProvider({ snapshots: [fakeSnapshot()] })], overrides)
  const world = fakeContext({ host, services: { startServer: server.startServer }, ...options })
  const running = world.run('serve')
  await vi.waitFor(() => expect(world.stdout()).toContain('API key'))
  return { ...world, ...server, host, running }
}

async function failingToListen(code: string, port: number) {
  const cause = Object.assign(new Error('listen failed'), { code })
  return fakeContext({
    host: fakeHost([await fakeProvider()]),
    configuration: fakeConfiguration({ server: { host: '127.0.0.1', port } }),
    services: {
      startServer: async () => {
        throw new CCProxyError('CCPROXY_SERVE_ADDRESS', 'cannot listen', { cause })
      },
    },
  })
}

/** Something else that listens. */
async function startOther(headers: Readonly<Record<string, string>>) {
  const server = createServer((_, answer) => answer.writeHead(200, headers).end('{}'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

describe('serve', () => {
  it('prints address, logins and how to point a client at it', async () => {
    const { stdout, stderr, send, drain, running, host, asked } = await serving()
    expect(stdout()).toBe(
      [
        `CCProxy 1.2.3  ${url}`,
        '',
        '  ●  acme  signed in  expires in 1 h',
        '',
        'Point a client at it:',
        `  Claude Code, Anthropic SDKs  export ANTHROPIC_BASE_URL=${url}/acme`,
        '',
        'Without /acme in it, the model decides which provider gets the request: "acme/…", or the provider that lists the model.',
        'Clients may send any API key; it is replaced by the login above.',
        '',
      ].join('\n'),
    )
    expect(stderr().match(/other users of this machine/g)).toHaveLength(1)
    expect(asked).toMatchObject([{ hostname: '127.0.0.1', port: 8000, version: '1.2.3', authToken: undefined }])
    send('SIGTERM')
    drain()
    expect(await running).toBe(0)
    expect(host.calls).toEqual(['startTasks', 'stop'])
  })

  it('points clients only at providers that are signed in and names the others in one line', async () => {
    const providers = await Promise.all([
      fakeProvider({ overrides: { name: 'first' } }),
      fakeProvider({
        overrides: { name: 'second' },
        snapshots: [fakeSnapshot({ key: { provider: 'second', account: 'default' } })],
      }),
      fakeProvider({ overrides: { name: 'third' } }),
    ])
    const { stdout, send, drain, running } = await serving({ host: fakeHost(providers) })
    expect(stdout()).toContain('Not signed in: first, third. Sign in with: ccproxy auth login <name>')
    expect(stdout()).not.toMatch(/○/)
    expect(stdout().match(/export \w+=\S+/g)).toEqual([`export ANTHROPIC_BASE_URL=${url}/second`])
    expect(stdout()).toContain('Without /second in it')
    send('SIGTERM')
    drain()
    await running
  })

  it('says how to sign in, and how to go on after that, when no provider is signed in', async () => {
    const providers = await Promise.all([
      fakeProvider({ overrides: { name: 'first' } }),
      fakeProvider({ overrides: { name: 'second' } }),
    ])
    const { stdout, send, drain, running } = await serving({ host: fakeHost(providers) })
    expect(stdout()).toMatch(/○  first +not signed in  ccproxy auth login first\n +○  second/)
    expect(stdout()).toContain('After the sign-in, point a client at it:')
    send('SIGTERM')
    drain()
    await running
  })

  it('is silent about a plugin that has no settings yet, and says why a plugin with wrong settings does not run', async () => {
    const error = new CCProxyError('CCPROXY_PLUGIN_SETTINGS', 'plugins.azure.resource is not set')
    const provider = await fakeProvider({ snapshots: [fakeSnapshot()] })
    const plugins = fakeHost([provider]).plugins.flatMap((report): PluginReport[] => [
      { ...report, name: 'azure', state: 'unconfigured', error },
      { ...report, name: 'broken', state: 'failed', error },
    ])
    const { stdout, stderr, send, drain, running } = await serving({ host: fakeHost([provider], { plugins }) })
    expect(stdout()).toContain('! broken does not run: plugins.azure.resource is not set')
    expect(stdout() + stderr()).not.toContain('azure does not run')
    send('SIGTERM')
    drain()
    await running
  })

  it('names ten accounts of a provider, and how many more there are', async () => {
    const accounts = Array.from({ length: 12 }, (_, index) => (index === 11 ? 'default' : `team-${index}`))
    const snapshots = accounts.map((account) => fakeSnapshot({ key: { provider: 'acme', account } }))
    const { stdout, send, drain, running } = await serving({ host: fakeHost([await fakeProvider({ snapshots })]) })
    expect(stdout().match(/^ {2}●/gm)).toHaveLength(10)
    expect(stdout()).toMatch(
      /●  acme +signed in[^]*●  acme@team-8[^]*…  acme +2 more +ccproxy auth status --provider acme/,
    )
    send('SIGTERM')
    drain()
    await running
  })

  it('asks for the key that is set, without showing it', async () => {
    const configuration = fakeConfiguration({ security: { authToken: 'fake-client-key', allowedOrigins: [] } })
    const server = fakeServer()
    const host = fakeHost([await fakeProvider()])
    const world = fakeContext({ host, configuration, services: { startServer: server.startServer } })
    const running = world.run('serve')
    await vi.waitFor(() => expect(world.stdout()).toContain('Clients send the key of security.auth_token'))
    expect(world.stdout()).toContain('○  acme  not signed in  ccproxy auth login acme')
    expect(world.plain()).not.toMatch(/fake-client-key|other users/)
    expect(server.asked).toMatchObject([{ authToken: 'fake-client-key' }])
    world.send('SIGINT')
    server.drain()
    expect(await running).toBe(0)
  })

  it('gives --host and --port to the configuration', async () => {
    const loadConfiguration = vi.fn<CliServices['loadConfiguration']>(async () => fakeConfiguration())
    const { run } = fakeContext({ services: { loadConfiguration } })
    await run('serve', '--host', '0.0.0.0', '--port', '0', '--sandbox', '--config', 'x.toml', '--log-level', 'debug')
    const flags = { host: '0.0.0.0', port: 0, sandbox: true, config: 'x.toml', logLevel: 'debug' }
    expect(loadConfiguration).toHaveBeenCalledWith(expect.objectContaining({ flags }))
  })

  it('gives every --plugin to the host', async () => {
    const createHost = vi.fn<CliServices['createHost']>(async () => fakeHost())
    const { run, send, stderr } = fakeContext({ services: { createHost } })
    const running = run('serve', '--plugin', 'a', '--plugin=b')
    await vi.waitFor(() => expect(stderr()).toContain('Waiting for a change of the plugin'))
    send('SIGTERM')
    expect(await running).toBe(0)
    expect(createHost).toHaveBeenCalledWith(expect.objectContaining({ pluginPaths: ['a', 'b'] }))
  })

  it('tells observers of start and end', async () => {
    const host = fakeHost([await fakeProvider()])
    const seen: unknown[] = []
    for (const event of [HookEvent.APP_STARTUP, HookEvent.APP_SHUTDOWN]) {
      host.hooks.on(event, (payload) => void seen.push([event, payload]), { name: 'test' })
    }
    const server = fakeServer()
    const world = fakeContext({ host, services: { startServer: server.startServer } })
    const running = world.run('serve')
    await vi.waitFor(() => expect(world.stdout()).toContain('API key'))
    world.send('SIGTERM')
    server.drain()
    await running
    expect(seen).toEqual([
      ['app.startup', { version: '1.2.3' }],
      ['app.shutdown', { reason: 'SIGTERM' }],
    ])
  })
})

describe('stopping', () => {
  it('lets answers end, for 30 s at most', async () => {
    const { send, drain, running, graces, host, stderr } = await serving()
    send('SIGINT')
    await vi.waitFor(() => expect(graces).toEqual([30_000]))
    expect(stderr()).toContain('Responses under way have 30 s to end; Ctrl-C cuts them.')
    expect(host.calls).not.toContain('stop')
    drain()
    expect(await running).toBe(0)
  })

  it('cuts them at the second signal, but waits for a refresh that was sent', async () => {
    const saved = Promise.withResolvers<void>()
    const stop = vi.fn<Host['stop']>(async () => saved.promise)
    const { send, running, graces, stderr, listening } = await serving({}, { stop })
    send('SIGINT')
    send('SIGINT')
    await vi.waitFor(() => expect(stop).toHaveBeenCalled())
    expect(graces).toEqual([30_000, 0])
    send('SIGINT')
    expect(stderr()).toContain('A refreshed login is still being saved')
    saved.resolve()
    expect(await running).toBe(0)
    expect(listening()).toBe(0)
  })
})

describe('signals of a closed terminal, a power failure and a limit', () => {
  it.each(['SIGHUP', 'SIGBREAK', 'SIGPWR', 'SIGXCPU', 'SIGALRM'] as const)('%s lets responses end', async (signal) => {
    const { send, drain, running, graces } = await serving()
    send(signal)
    await vi.waitFor(() => expect(graces).toEqual([30_000]))
    drain()
    expect(await running).toBe(0)
  })

  it('SIGQUIT cuts responses at once, and a refresh that was sent is saved', async () => {
    const saved = Promise.withResolvers<void>()
    const stop = vi.fn<Host['stop']>(async () => saved.promise)
    const { send, running, graces } = await serving({}, { stop })
    send('SIGQUIT')
    await vi.waitFor(() => expect(stop).toHaveBeenCalled())
    expect(graces).toEqual([30_000, 0])
    saved.resolve()
    expect(await running).toBe(0)
  })
})

describe('a log of JSON lines', () => {
  it('holds the notices of the program too', async () => {
    const configuration = fakeConfiguration({ logging: { level: 'info', format: 'json' } })
    const { send, drain, running, stderr } = await serving({ configuration })
    send('SIGTERM')
    drain()
    await running
    const lines: unknown[] = stderr()
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toMatchObject([
      { level: 'warn', msg: expect.stringContaining('other users of this machine') },
      { level: 'info', msg: expect.stringContaining('Stopping.') },
    ])
  })
})

describe('what keeps it from serving', () => {
  it('no provider: where was searched, and what to install', async () => {
    const error = new CCProxyError('CCPROXY_PLUGIN_IMPORT', 'It threw when it was imported: no such module')
    const host = fakeHost([], {
      places: [
        { source: 'project', path: '/projects', skipped: 'not started from here' },
        { source: 'config', path: '/home/me/.config/ccproxy/plugins' },
      ],
      plugins: [
        {
          name: 'broken',
          displayName: 'Broken',
          kind: 'provider',
          packageName: 'broken',
          version: '1.0.0',
          directory: '/plugins/broken',
          source: 'config',
          state: 'failed',
          error,
        },
      ],
    })
    const { run, stderr, stdout } = fakeContext({ host })
    expect(await run('serve')).toBe(1)
    expect(stderr()).toContain('  this project: /projects (not looked at: not started from here)\n')
    expect(stderr()).toContain('  your plugins: /home/me/.config/ccproxy/plugins\n')
    expect(stderr()).toContain('  broken: It threw when it was imported: no such module\n')
    expect(stderr()).toContain(
      'hint:  Put right what keeps the plugins above from running: `ccproxy plugins list` says how.\ncode:  CCPROXY_SERVE_NO_PROVIDER',
    )
    expect(stdout()).toBe('')
    expect(host.calls).toEqual(['stop'])
  })

  it.each([
    [{ 'x-ccproxy-request-id': 'fake-1' }, 'another ccproxy'],
    [{}, 'another program'],
  ])('a taken port: who has it, and what to do', async (headers, holder) => {
    const { server, port } = await startOther(headers)
    try {
      const { run, stderr, host } = await failingToListen('EADDRINUSE', port)
      expect(await run('serve')).toBe(1)
      expect(stderr()).toContain(`error: port ${port} of 127.0.0.1 is taken by ${holder}`)
      expect(stderr()).toContain(`ccproxy serve --port ${port + 1}`)
      expect(host).toMatchObject({ calls: ['stop'] })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it.each([
    ['EACCES', 'may not be used by you'],
    ['EADDRNOTAVAIL', 'is no address of this machine'],
    ['EOTHER', 'cannot listen'],
  ])('%s', async (code, message) => {
    const { run, stderr } = await failingToListen(code, 80)
    expect(await run('serve')).toBe(1)
    expect(stderr()).toContain(message)
  })
})
