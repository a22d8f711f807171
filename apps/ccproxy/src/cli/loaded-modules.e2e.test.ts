// Which modules the built program loads, and when: what keeps starts short is that most are left out.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../../bin/ccproxy.js', import.meta.url))
const openaiPlugin = fileURLToPath(new URL('../../../../packages/plugin-openai', import.meta.url))
let directory = ''
let log = ''

/** Writes down what is loaded; with STOP_AT_LISTEN the process ends when it would listen. */
const probe = `
  import { appendFileSync } from 'node:fs'
  import { createRequire, registerHooks } from 'node:module'
  const { LOADED, STOP_AT_LISTEN } = process.env
  registerHooks({
    load(url, context, next) {
      appendFileSync(LOADED, url + (context.conditions.includes('require') ? ' required' : '') + '\\n')
      return next(url, context)
    },
  })
  if (STOP_AT_LISTEN) createRequire('/')('node:net').Server.prototype.listen = () => process.exit(0)
`

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ccproxy-loaded-'))
  log = join(directory, 'loaded')
  for (const name of ['wanted', 'denied', 'unasked']) {
    const folder = join(directory, 'plugins', name)
    const manifest = { apiVersion: 1, kind: 'system', name, entry: '.', displayName: name }
    await mkdir(folder, { recursive: true })
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({
        name: `ccproxy-plugin-${name}`,
        version: '1.0.0',
        type: 'module',
        exports: './index.js',
        ccproxy: manifest,
      }),
    )
    await writeFile(join(folder, 'index.js'), 'export const factory = {}\n')
  }
  await writeFile(
    join(directory, 'config.toml'),
    `enabled_plugins = ["openai", "wanted", "denied"]
disabled_plugins = ["denied"]
plugin_discovery.directories = ["${join(directory, 'plugins')}"]
`,
  )
})

afterAll(async () => {
  await rm(directory, { recursive: true, force: true })
})

/** The files that a call loads, in order, Node's own by their names; those of `require` say so. */
async function loadedBy(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  await writeFile(log, '')
  const home = { CCPROXY_CONFIG_DIR: directory, XDG_STATE_HOME: directory, HOME: directory }
  const env = { PATH: process.env['PATH'], LOADED: log, ...home, ...more }
  const preload = ['--import', `data:text/javascript,${encodeURIComponent(probe)}`]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  execFile(process.execPath, [...preload, program, ...args], { env, cwd: directory }, (error) =>
    error === null ? resolve() : reject(error),
  )
  await promise
  return (await readFile(log, 'utf8')).trim().split('\n')
}

const heavy = {
  'the part of core that keeps logins': /\/core\/dist\/index\.js$/,
  'the part of the host that serves': /\/host\/dist\/index\.js$/,
  // Which comes with an import of node:http, but not with a `require` of it.
  "Node's fetch": /^node:https?2?$/,
  undici: /\/undici\//,
  ky: /\/ky\//,
  Hono: /\/hono\/|\/@hono\//,
  pino: /\/pino/,
  oauth4webapi: /\/oauth4webapi\//,
  formats: /\/formats\/dist\/index\.js$/,
  'smol-toml': /\/smol-toml\//,
  semver: /\/semver\//,
  prompts: /\/@clack\//,
  'the opening of browsers': /\/open\//,
  'what writes plugins': /\/create-plugin\//,
} as const

function found(loaded: readonly string[]): readonly string[] {
  return Object.entries(heavy).flatMap(([name, pattern]) => (loaded.some((url) => pattern.test(url)) ? [name] : []))
}

const pluginsIn = (loaded: readonly string[]): readonly string[] =>
  loaded.flatMap(
    (url) => /\/plugins\/(\w+)\/index\.js$|\/plugin-(\w+)\/dist\/index\.js$/.exec(url)?.slice(1).join('') ?? [],
  )

it('help reads settings and manifests, and nothing that runs', async () => {
  const loaded = await loadedBy(['--help', '--plugin', openaiPlugin])
  expect(loaded.some((url) => url.endsWith('/host/dist/discovery/index.js'))).toBe(true)
  // There is a configuration file.
  expect(found(loaded)).toEqual(['smol-toml'])
  expect(pluginsIn(loaded)).toEqual([])
})

it.each([['serve'], ['config', 'path'], ['config'], ['plugins', 'list']])(
  'help of %s %s loads nothing heavy',
  async (...words) => {
    const loaded = await loadedBy([...words, '--help'])
    expect(found(loaded)).toEqual([])
  },
)

it('a server loads what answers requests of clients before it listens, and no more', async () => {
  const loaded = await loadedBy(['serve', '--port', '0', '--plugin', openaiPlugin], { STOP_AT_LISTEN: '1' })
  // The broken plugin is worth a line of the log.
  expect(found(loaded)).toEqual([
    'the part of core that keeps logins',
    'the part of the host that serves',
    'undici',
    'pino',
    'oauth4webapi',
    'smol-toml',
  ])
  expect(loaded.some((url) => url.endsWith('/undici/index.js'))).toBe(false)
})

it.each([
  ['serve', '--port', '0'],
  ['plugins', 'list'],
  ['auth', 'status'],
])('%s %s imports the plugins that are enabled', async (...words) => {
  const loaded = await loadedBy([...words, '--plugin', openaiPlugin], {
    STOP_AT_LISTEN: '1',
    OPENAI_API_KEY: 'sk-fake',
  })
  expect(pluginsIn(loaded)).toEqual(['openai', 'wanted'])
})
