import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createHookBus,
  type HookPayloads,
  type Logger,
  MemoryTokenStorage,
  silentLogger,
  systemClock,
} from '@ccproxy/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestFolder, systemPlugin, type TestFolder, type TestPackage } from '../__fixtures__/plugin-folder.js'
import { discoverPlugins } from '../discovery/discover-plugins.js'
import { PluginRegistry } from './plugin-registry.js'

let folder: TestFolder
let log: { message: string; fields: object | undefined }[]
let events: string[]
let registry: PluginRegistry | undefined

beforeEach(async () => {
  folder = await createTestFolder()
  log = []
  events = []
})
afterEach(async () => {
  await registry?.stop()
  registry = undefined
  await folder.remove()
})

interface Given {
  /** Name (and folder) → package, in the order of search. */
  readonly plugins: Readonly<Record<string, TestPackage>>
  readonly toml?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly limitMs?: number
  /** Default: true, `--plugin` names each plugin. Else they are found in a folder of plugins. */
  readonly isNamed?: boolean
}

function remember(message: string, fields?: object): void {
  log.push({ message, fields })
}

async function start(given: Given): Promise<PluginRegistry> {
  for (const [name, options] of Object.entries(given.plugins)) await folder.plugin(name, name, options)
  const { isNamed = true } = given
  const directories = isNamed ? '' : `plugin_discovery.directories = [${JSON.stringify(folder.path)}]\n`
  const configuration = await folder.configuration(`${directories}${given.toml ?? ''}`, given.environment)
  const logger: Logger = { ...silentLogger, warn: remember, error: remember }
  const hooks = createHookBus(logger)
  const note = (event: keyof HookPayloads) =>
    hooks.on(event, (payload) => void ('name' in payload && events.push(`${event} ${payload.name}`)), { name: 'test' })
  note('plugin.loaded')
  note('plugin.error')
  registry = new PluginRegistry({
    configuration,
    discovery: await discoverPlugins({
      configuration,
      workingDirectory: folder.path,
      programPath: join(folder.path, 'bin/ccproxy.js'),
      pluginPaths: isNamed ? Object.keys(given.plugins) : [],
    }),
    hooks,
    logger,
    storage: new MemoryTokenStorage(),
    services: {
      directory: configuration.directory,
      stateDirectory: configuration.stateDirectory,
      installationId: 'fake-installation',
      environment: given.environment ?? {},
      clock: systemClock,
      fetch: globalThis.fetch,
    },
    ...(given.limitMs === undefined ? {} : { limitMs: given.limitMs }),
  })
  await registry.start()
  return registry
}

function verdicts({ reports }: PluginRegistry): readonly string[] {
  return reports.map(({ name, state, error }) => `${name} ${error?.code.replace('CCPROXY_PLUGIN_', '') ?? state}`)
}
const running = (started: PluginRegistry) =>
  started.reports.flatMap(({ name }) => (started.running(name) === undefined ? [] : [name]))

/** Writes its name when it is started and when it is stopped. */
const recording = (name: string) => {
  const record = (file: string) =>
    `(await import('node:fs')).appendFileSync(new URL('../${file}', import.meta.url), '${name} ')`
  const create = `${record('start')}; return { ...runtime, stop: async () => { ${record('stop')} } }`
  return systemPlugin(name, { create })
}

const requiring = (name: string, ...requires: string[]) => ({ ccproxy: { requires }, code: recording(name) })

async function read(file: string): Promise<string> {
  return readFile(join(folder.path, file), 'utf8')
}

/** A schema of the plugin's own that prints itself as JSON Schema and wants a region. */
const choosy = `
  config: { '~standard': { version: 1, vendor: 'test',
    validate: (value) => typeof value.regionName === 'string' && value.regionName !== 'bad-region'
      ? { value } : { issues: [{ message: 'Expected a region but received ' + value.regionName, path: ['regionName'] },
        ...(value.apiKey === undefined ? [] : [{ message: 'Refused ' + value.apiKey, path: ['apiKey'] }])] },
    jsonSchema: { input: () => ({ type: 'object', additionalProperties: false, properties: {
      regionName: { type: 'string' }, retries: { type: 'number' }, apiKey: { type: 'string' },
      headerMap: { type: 'object', additionalProperties: { type: 'string' } } } }) } } },`

describe('a plugin that fails is reported with its reason while the others run', () => {
  it.each<[string, TestPackage, string, string]>([
    ['throws at import', { code: 'throw new TypeError("no good\\nsecond line")' }, 'IMPORT', 'TypeError: no good'],
    ['cannot be parsed', { code: 'export const = 1' }, 'IMPORT', 'threw when it was imported'],
    ['imports what is not there', { code: 'import "not-installed-anywhere"' }, 'IMPORT', 'not-installed-anywhere'],
    ['throws no Error', { code: 'throw "text"' }, 'IMPORT', 'no Error'],
    ['exports no factory', { code: 'export const plugin = {}' }, 'FACTORY', 'index.js'],
    ['exports a factory without create', { code: systemPlugin('bad', { factory: 'create: 1' }) }, 'FACTORY', ''],
    ['has another name in its factory', { code: systemPlugin('other') }, 'FACTORY', '"other"'],
    ['has another kind', { code: systemPlugin('bad', { factory: "kind: 'provider'" }) }, 'FACTORY', '"provider"'],
    ['has another apiVersion', { code: systemPlugin('bad', { factory: 'apiVersion: 2' }) }, 'FACTORY', 'apiVersion 2'],
    ['throws at start', { code: systemPlugin('bad', { create: 'throw new Error("no disk")' }) }, 'START', 'no disk'],
    ['creates nothing', { code: systemPlugin('bad', { create: 'return undefined' }) }, 'START', 'no running plugin'],
    ['needs what is not there', { ccproxy: { requires: ['ghost'] } }, 'DEPENDENCY', '"ghost", which is not installed'],
    ['needs itself', { ccproxy: { requires: ['bad'] } }, 'DEPENDENCY', 'bad → bad'],
  ])('%s', async (_name, bad, code, reason) => {
    const started = await start({ plugins: { bad, good: {} } })
    expect(verdicts(started)).toEqual([`bad ${code}`, 'good running'])
    expect(started.reports[0]?.error?.message).toContain(reason)
    expect(started.reports[0]?.error?.message).not.toContain('\n')
    expect(running(started)).toEqual(['good'])
    expect(events).toEqual(['plugin.error bad', 'plugin.loaded good'])
    expect(log).toMatchObject([{ fields: { plugin: 'bad', code: `CCPROXY_PLUGIN_${code}` } }])
  })

  it('hangs at import, and at start', async () => {
    const plugins = {
      late: { code: 'await new Promise(() => {})' },
      slow: { code: systemPlugin('slow', { create: 'await new Promise(() => {})' }) },
      good: {},
    }
    const started = await start({ plugins, limitMs: 50 })
    expect(verdicts(started)).toEqual(['late START', 'slow START', 'good running'])
    expect(started.reports[0]?.error?.message).toContain('0.05 s')
  })

  it('one that starts after its time is stopped again', async () => {
    const create = `
      await new Promise((resolve) => { globalThis.letLateStart = resolve })
      return { ...runtime, stop: async () => globalThis.lateStopped() }`
    await start({ plugins: { late: { code: systemPlugin('late', { create }) } }, limitMs: 20 })
    const stopped = new Promise((resolve) => Object.assign(globalThis, { lateStopped: resolve }))
    const letLateStart: unknown = Reflect.get(globalThis, 'letLateStart')
    if (typeof letLateStart === 'function') letLateStart()
    await expect(stopped).resolves.toBeUndefined()
  })

  it('failures of discovery are told when every plugin is there to hear', async () => {
    const started = await start({ plugins: { old: { ccproxy: { apiVersion: 2 } }, good: {} } })
    expect(verdicts(started)).toEqual(['good running', 'old API_VERSION'])
    expect(events).toEqual(['plugin.loaded good', 'plugin.error old'])
  })

  it('what it registered before it failed is gone', async () => {
    const create = `services.hooks.on('plugin.loaded', () => { globalThis.heard = true }, { name: 'bad' }); throw new Error('x')`
    await start({ plugins: { bad: { code: systemPlugin('bad', { create }) }, good: {} } })
    expect(Reflect.get(globalThis, 'heard')).toBeUndefined()
  })

  it('a reason never holds a secret of its settings or environment', async () => {
    const create = `throw new Error('refused ' + settings.api_key + ' and ' + services.environment.ACME_API_KEY)`
    const started = await start({
      plugins: { bad: { code: systemPlugin('bad', { create }) } },
      toml: 'plugins.bad.api_key = "fake-token-1"',
      environment: { ACME_API_KEY: 'fake-token-2' },
    })
    expect(started.reports[0]?.error?.message).toContain('refused … and …')
    expect(JSON.stringify([log, started.reports])).not.toContain('fake-token')
  })
})

describe('dependencies', () => {
  it('start first and stop last', async () => {
    const plugins = { top: requiring('top', 'middle'), middle: requiring('middle', 'base'), base: requiring('base') }
    const started = await start({ plugins })
    expect(running(started)).toEqual(['base', 'middle', 'top'])
    expect(await read('start')).toBe('base middle top ')
    await started.stop()
    expect(await read('stop')).toBe('top middle base ')
  })

  it('stop in reverse, whatever a plugin does', async () => {
    const started = await start({
      plugins: {
        one: { code: recording('one') },
        throws: {
          code: systemPlugin('throws', { create: 'return { ...runtime, stop: async () => { throw new Error() } }' }),
        },
        hangs: { code: systemPlugin('hangs', { create: 'return { ...runtime, stop: () => new Promise(() => {}) }' }) },
        two: { code: recording('two') },
      },
      limitMs: 50,
    })
    await started.stop()
    expect(await read('stop')).toBe('two one ')
    expect(log.map(({ fields }) => fields)).toMatchObject([{ plugin: 'hangs' }, { plugin: 'throws' }])
  })

  it('that do not run are named, each with its reason', async () => {
    const started = await start({
      plugins: {
        broken: { code: 'throw new Error("x")' },
        off: {},
        first: { ccproxy: { requires: ['broken'] } },
        second: { ccproxy: { requires: ['off'] } },
        third: { ccproxy: { requires: ['first'] } },
      },
      toml: 'disabled_plugins = ["off"]',
    })
    expect(started.reports.map(({ error }) => error?.message)).toEqual([
      'It threw when it was imported: Error: x',
      'It requires "broken", which failed.',
      'It requires "off", which is disabled.',
      'It requires "first", which failed.',
      expect.stringContaining('disabled_plugins names it'),
    ])
  })

  it('in a circle are reported with the circle', async () => {
    const started = await start({
      plugins: {
        a: { ccproxy: { requires: ['b'] } },
        b: { ccproxy: { requires: ['c'] } },
        c: { ccproxy: { requires: ['a'] } },
        outside: { ccproxy: { requires: ['a'] } },
        good: {},
      },
    })
    const messages = Object.fromEntries(started.reports.map(({ name, error }) => [name, error?.message]))
    expect(messages).toEqual({
      a: 'It requires itself: a → b → c → a.',
      b: 'It requires itself: b → c → a → b.',
      c: 'It requires itself: c → a → b → c.',
      outside: 'It requires "a", which failed.',
      good: undefined,
    })
  })
})

describe('settings of a plugin', () => {
  const plugins = {
    acme: {
      code: systemPlugin('acme', { factory: choosy, create: 'globalThis.acmeSettings = settings' }),
    },
    good: {},
  }

  it('arrive in the spelling of its schema, keys of maps as they are, text of the environment read', async () => {
    await start({
      plugins,
      toml: '[plugins.acme]\nenabled = true\nregion_name = "eu"\nheader_map = { x_y = "1" }',
      environment: { PLUGINS__ACME__RETRIES: '3' },
    })
    expect(Reflect.get(globalThis, 'acmeSettings')).toEqual({ regionName: 'eu', retries: 3, headerMap: { x_y: '1' } })
  })

  it.each([
    [
      'plugins.acme = { region_name = "eu", regio_name = "us" }',
      {},
      ['"plugins.acme.regio_name"', 'config.toml', '"plugins.acme.region_name"'],
    ],
    [
      '',
      { PLUGINS__ACME__REGION: 'eu' },
      ['"plugins.acme.region"', 'PLUGINS__ACME__REGION', '(PLUGINS__ACME__REGION_NAME)'],
    ],
    [
      'plugins.acme.region_name = "bad-region"',
      {},
      ['"plugins.acme.region_name"', 'config.toml', 'received bad-region'],
    ],
    ['', {}, ['"plugins.acme.region_name" is needed and not set']],
  ])('%s %o that are wrong name key, source and what was meant', async (toml, environment, parts) => {
    const started = await start({ plugins, toml, environment })
    expect(verdicts(started)).toEqual(['acme SETTINGS', 'good running'])
    for (const part of parts) expect(started.reports[0]?.error?.message).toContain(part)
    expect(started.schemas.has('acme')).toBe(true)
  })

  it('are never quoted when they are secret', async () => {
    const started = await start({ plugins, toml: 'plugins.acme.api_key = "fake-token-1"' })
    expect(started.reports[0]?.error?.message).toContain('Refused …')
    expect(JSON.stringify([log, started.reports])).not.toContain('fake-token-1')
  })

  it.each([
    ['an empty configuration', '', 'unconfigured', 0],
    ['settings of another plugin', '[plugins.good]\nenabled = true', 'unconfigured', 0],
    ['a setting of the plugin', '[plugins.needy]\nenabled = true', 'failed', 1],
    ['the plugin in enabled_plugins', 'enabled_plugins = ["needy", "good"]', 'failed', 1],
  ])('with %s, a plugin that misses a setting is %3$s', async (_name, toml, state, warnings) => {
    const needy = { code: systemPlugin('needy', { factory: choosy }) }
    const started = await start({ plugins: { needy, good: {} }, toml, isNamed: false })
    expect(Object.fromEntries(started.reports.map((report) => [report.name, report.state]))).toEqual({
      needy: state,
      good: 'running',
    })
    expect(started.reports.find(({ name }) => name === 'needy')?.error?.message).toContain('region_name')
    expect(log).toHaveLength(warnings)
  })

  it('a schema that throws is a failure of that plugin', async () => {
    const factory = `config: { '~standard': { version: 1, vendor: 'test', validate() { throw new Error('x') } } }`
    const started = await start({ plugins: { bad: { code: systemPlugin('bad', { factory }) }, good: {} } })
    expect(verdicts(started)).toEqual(['bad SETTINGS', 'good running'])
  })
})
