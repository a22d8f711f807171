import { chmod, chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigurationFlags } from './flag-layer.js'
import type { Configuration } from './host-settings.js'
import { loadConfiguration } from './load-configuration.js'
import { trustProjectFile, untrustProjectFile } from './project-trust.js'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ccproxy-config-'))
  await mkdir(join(home, 'project', '.git'), { recursive: true })
  await mkdir(join(home, 'project', 'sub'), { recursive: true })
})
afterEach(async () => {
  await rm(home, { recursive: true })
})

const userFile = '.config/ccproxy/config.toml'
const projectFile = 'project/ccproxy.toml'
const directoryFile = 'project/sub/.ccproxy.toml'

interface Given {
  readonly files?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly flags?: ConfigurationFlags
}

async function load({ files = {}, environment = {}, flags = {} }: Given): Promise<Configuration> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, name)), { recursive: true })
    await writeFile(join(home, name), text, { mode: 0o600 })
  }
  const workingDirectory = join(home, 'project', 'sub')
  return loadConfiguration({ environment, workingDirectory, homeDirectory: home, platform: 'linux', flags })
}

const environmentSource = (variable: string) => ({ kind: 'environment', variable })

describe('defaults', () => {
  it('are there without any file', async () => {
    const configuration = await load({})
    expect(configuration.settings).toEqual({
      disabledPlugins: [],
      server: { host: '127.0.0.1', port: 8000 },
      logging: { level: 'info', format: 'auto' },
      security: { allowedOrigins: [] },
      network: { connectTimeout: 10, responseTimeout: 600, idleTimeout: 300 },
      models: { aliases: {} },
      fallbacks: [],
      storage: { backend: 'file', allowNetworkFileSystem: false },
      pluginDiscovery: { directories: [] },
      plugins: {},
    })
    expect(configuration.sources.size).toBe(0)
    expect(configuration.directory).toBe(join(home, '.config/ccproxy'))
    expect(configuration.stateDirectory).toBe(join(home, '.local/state/ccproxy'))
    expect(configuration.files.map(({ role, found }) => [role, found])).toEqual([
      ['user', false],
      ['project', false],
      ['directory', false],
    ])
  })

  it('looks for ccproxy.toml at a git root only', async () => {
    await rm(join(home, 'project', '.git'), { recursive: true })
    const { files } = await load({ files: { [projectFile]: '[server]\nport = 1' } })
    expect(files.map(({ role }) => role)).toEqual(['user', 'directory'])
  })
})

describe('layers', () => {
  it('win in the order of the documentation, key by key', async () => {
    const layers: [Given, number, string][] = [
      [{ files: { [userFile]: '[server]\nport = 1\nhost = "localhost"' } }, 1, 'config.toml'],
      [{ files: { [projectFile]: 'server.port = 2' } }, 2, 'ccproxy.toml'],
      [{ files: { [directoryFile]: 'server.port = 3' } }, 3, '.ccproxy.toml'],
      [{ files: { 'project/sub/mine.toml': 'server.port = 4' }, flags: { config: 'mine.toml' } }, 4, 'mine.toml'],
      [{ environment: { SERVER__PORT: '5' } }, 5, 'SERVER__PORT'],
      [{ flags: { port: '6' } }, 6, '--port'],
    ]
    let given: Given = {}
    for (const [layer, port, source] of layers) {
      given = {
        files: { ...layer.files },
        environment: { ...given.environment, ...layer.environment },
        flags: { ...given.flags, ...layer.flags },
      }
      const { settings, sources } = await load(given)
      expect(settings.server).toEqual({ host: 'localhost', port })
      expect(JSON.stringify(sources.get('server.port'))).toContain(source)
      expect(sources.get('server.host')).toEqual({ kind: 'file', file: join(home, userFile) })
    }
  })

  it('merge tables and replace lists', async () => {
    const { settings } = await load({
      files: {
        [userFile]: 'fallbacks = ["a", "b"]\n[models.aliases]\nsonnet = "claude/one"\n"gpt-5.1" = "openai/x"',
        'flag.toml': 'fallbacks = ["c"]\n[models.aliases]\nsonnet = "claude/two"',
      },
      flags: { config: join(home, 'flag.toml') },
    })
    expect(settings.fallbacks).toEqual(['c'])
    expect(settings.models.aliases).toEqual({ sonnet: 'claude/two', 'gpt-5.1': 'openai/x' })
  })

  it('an alias may be a list, also in the environment', async () => {
    const { settings } = await load({
      files: { [userFile]: '[models]\ndefault = "claude"\n[models.aliases]\nfast = ["a/one", "b/two"]\n"x-*" = "a/x"' },
      environment: {
        MODELS__ALIASES__SLOW: '["a/one", "b/two"]',
        MODELS__ALIASES__MAIN: 'a/main',
        MODELS__ALIASES__BOTH: 'a/one, b/two',
      },
    })
    expect(settings.models).toEqual({
      default: 'claude',
      aliases: {
        fast: ['a/one', 'b/two'],
        'x-*': 'a/x',
        slow: ['a/one', 'b/two'],
        main: 'a/main',
        both: ['a/one', 'b/two'],
      },
    })
  })

  it('a --config file that is missing is an error, others may be missing', async () => {
    await expect(load({ flags: { config: 'nowhere.toml' } })).rejects.toMatchObject({
      code: 'CCPROXY_CONFIG_UNREADABLE',
      message: expect.stringContaining('nowhere.toml'),
    })
  })

  it('relative plugin directories belong to the file that names them', async () => {
    const files = { [userFile]: 'plugin_discovery.directories = ["mine", "~/theirs", "/abs"]' }
    expect((await load({ files })).settings.pluginDiscovery.directories).toEqual([
      join(home, '.config/ccproxy/mine'),
      join(home, 'theirs'),
      '/abs',
    ])
  })
})

describe('environment', () => {
  it('nests by __, whatever the case, and reads lists as JSON or comma-separated', async () => {
    const { settings, sources } = await load({
      environment: {
        LOGGING__LEVEL: 'debug',
        security__auth_token: ' fake-token-1\n',
        SECURITY__ALLOWED_ORIGINS: '["http://localhost:3000"]',
        DISABLED_PLUGINS: 'one, two',
        MODELS__ALIASES__SONNET: 'claude/x',
        NETWORK__CONNECT_TIMEOUT: '2.5',
      },
    })
    expect(settings.logging.level).toBe('debug')
    expect(settings.security).toEqual({ authToken: 'fake-token-1', allowedOrigins: ['http://localhost:3000'] })
    expect(settings.disabledPlugins).toEqual(['one', 'two'])
    expect(settings.models.aliases).toEqual({ sonnet: 'claude/x' })
    expect(settings.network.connectTimeout).toBe(2.5)
    expect(sources.get('security.auth_token')).toEqual(environmentSource('security__auth_token'))
  })

  it.each([' ', 'ü-fake-token', 'two words'])(
    'refuses %j as a client key, which no request could match',
    async (value) => {
      await expect(load({ environment: { SECURITY__AUTH_TOKEN: value } })).rejects.toMatchObject({
        code: 'CCPROXY_CONFIG_INVALID_VALUE',
      })
    },
  )

  it('the spelling in capitals wins over another of the same variable', async () => {
    expect((await load({ environment: { server__port: '1', SERVER__PORT: '2' } })).settings.server.port).toBe(2)
  })

  it('leaves unrelated and empty variables alone', async () => {
    const environment = { PATH: '/bin', HOME: home, STORAGE: 'x', SERVER: 'y', OTHER__APP: '1', SERVER__PORT: '' }
    const { settings, sources } = await load({ environment })
    expect(settings.server.port).toBe(8000)
    expect(sources.size).toBe(0)
  })

  it('takes a variable with the prefix CCPROXY__ instead of the same variable without it', async () => {
    const environment = {
      CCPROXY__SERVER__PORT: '1',
      SERVER__PORT: '2',
      ccproxy__plugins__my_plugin__api_key: 'fake-key-1',
    }
    const { settings, sources } = await load({ environment })
    expect(settings.server.port).toBe(1)
    expect(settings.plugins).toEqual({ 'my-plugin': { values: { api_key: 'fake-key-1' } } })
    expect(sources.get('server.port')).toEqual(environmentSource('CCPROXY__SERVER__PORT'))
  })

  it.each([
    ['a table inside of a table of ours', 'Logging__LogLevel__Default', 'Information'],
    ['an unknown key of a table of ours', 'SERVER__TIMEOUT', '5'],
    ['a table where a value of ours stands', 'LOGGING__LEVEL__DEFAULT', 'Warning'],
    ['text where a table of ours stands', 'PLUGINS__ENABLED', 'true'],
    ['text where a table of ours stands in another table', 'MODELS__ALIASES', 'none'],
    ['a table inside of a switch of a plugin', 'PLUGINS__CLAUDE__ENABLED__NOW', 'true'],
    ['a table inside of an alias', 'MODELS__ALIASES__A__B', 'x'],
    ['an unknown table', 'Kestrel__Endpoints__Http__Url', 'http://localhost:5000'],
  ])("ignores another program's variable: %s", async (_name, variable, value) => {
    const { sources, ignoredVariables } = await load({ environment: { [variable]: value } })
    expect(sources.size).toBe(0)
    expect(ignoredVariables.filter(({ meant }) => meant !== undefined)).toEqual([])
  })

  it('lists a variable without the prefix that is close to a key, with the variable that was meant', async () => {
    const environment = {
      SERVER__PROT: '1',
      SECURITY__AUTH_TOKN: 'fake-token-1',
      SERVR__PORT: '1',
      PLUGIN__CLAUDE__BASE_URL: 'https://a.example',
      Logging__LogLevel__Default: 'Information',
      OTHER__PORT: '1',
    }
    const { settings, ignoredVariables } = await load({ environment })
    expect(settings.server.port).toBe(8000)
    expect(new Map(ignoredVariables.map(({ variable, meant }) => [variable, meant]))).toEqual(
      new Map<string, string | undefined>([
        ['SERVER__PROT', 'SERVER__PORT'],
        ['SECURITY__AUTH_TOKN', 'SECURITY__AUTH_TOKEN'],
        ['SERVR__PORT', 'SERVER__PORT'],
        ['PLUGIN__CLAUDE__BASE_URL', 'PLUGINS__CLAUDE__BASE_URL'],
        ['Logging__LogLevel__Default', undefined],
      ]),
    )
  })

  it('keeps what belongs to plugins as written; their names have dashes', async () => {
    const { settings, sources } = await load({
      files: { [userFile]: '[plugins.my-plugin]\nenabled = true\nbase_url = "https://a.example"' },
      environment: {
        PLUGINS__MY_PLUGIN__OAUTH__CLIENT_ID: 'id-1',
        PLUGINS__CLAUDE__ENABLED: 'no',
        PLUGINS__GEMINI: '{"base_url":"https://b.example","enabled":true}',
      },
    })
    expect(settings.plugins).toEqual({
      'my-plugin': { enabled: true, values: { base_url: 'https://a.example', oauth: { client_id: 'id-1' } } },
      claude: { enabled: false, values: {} },
      gemini: { enabled: true, values: { base_url: 'https://b.example' } },
    })
    expect(sources.get('plugins.my-plugin.oauth.client_id')).toEqual(
      environmentSource('PLUGINS__MY_PLUGIN__OAUTH__CLIENT_ID'),
    )
  })
})

describe('flags', () => {
  it('win over everything', async () => {
    const { settings, sources } = await load({
      environment: { SERVER__HOST: '::1', LOGGING__FORMAT: 'json' },
      flags: { host: '0.0.0.0', port: 9, logLevel: 'trace', logFormat: 'pretty', sandbox: true },
    })
    expect(settings.server).toEqual({ host: '0.0.0.0', port: 9 })
    expect(settings.logging).toEqual({ level: 'trace', format: 'pretty' })
    expect(settings.plugins['sandbox']).toEqual({ enabled: true, values: {} })
    expect(sources.get('server.port')).toEqual({ kind: 'flag', flag: '--port' })
  })
})

describe('errors name the key, where it stands and what was meant', () => {
  it.each<[string, Given, string, string[]]>([
    [
      'unknown key in a file',
      { files: { [userFile]: '[server]\nprot = 1' } },
      'UNKNOWN_KEY',
      ['"server.prot"', userFile, 'nearest valid key is "server.port"'],
    ],
    [
      'unknown table, even an empty one',
      { files: { [userFile]: '[servr]' } },
      'UNKNOWN_KEY',
      ['"servr"', userFile, '"server"'],
    ],
    [
      'camelCase in a file',
      { files: { [userFile]: 'security.authToken = "fake-token-1"' } },
      'UNKNOWN_KEY',
      ['"security.authToken"', '"security.auth_token"'],
    ],
    [
      'a key in the wrong table',
      { files: { [userFile]: 'auth_token = "fake-token-1"' } },
      'UNKNOWN_KEY',
      ['"auth_token"', '"security.auth_token"'],
    ],
    [
      'an unknown key in a variable with the prefix',
      { environment: { CCPROXY__SERVER__PROT: '1' } },
      'UNKNOWN_KEY',
      ['"server.prot"', 'environment variable CCPROXY__SERVER__PROT', '"server.port" (CCPROXY__SERVER__PORT)'],
    ],
    [
      'an unknown table in a variable with the prefix',
      { environment: { ccproxy__servr__port: '1' } },
      'UNKNOWN_KEY',
      ['"servr"', 'environment variable ccproxy__servr__port'],
    ],
    [
      'unknown key in a project file is not sent elsewhere',
      { files: { [projectFile]: '[server]\nprot = 1' } },
      'UNKNOWN_KEY',
      ['"server.prot"', projectFile, '"server.port"'],
    ],
    [
      'wrong type in a file',
      { files: { [userFile]: 'server.port = "eighty"' } },
      'INVALID_VALUE',
      ['"server.port"', userFile, 'number'],
    ],
    [
      'wrong type although a later layer is right',
      { files: { [userFile]: 'server.port = true' }, environment: { SERVER__PORT: '1' } },
      'INVALID_VALUE',
      ['"server.port"', userFile],
    ],
    ['a value for a table', { files: { [userFile]: 'server = 5' } }, 'INVALID_VALUE', ['"server"', userFile]],
    [
      'an item of a list',
      { files: { [userFile]: 'fallbacks = ["a", 5]' } },
      'INVALID_VALUE',
      ['"fallbacks.1"', userFile],
    ],
    [
      'wrong type in a variable',
      { environment: { SERVER__PORT: 'eighty' } },
      'INVALID_VALUE',
      ['"server.port"', 'SERVER__PORT', 'eighty'],
    ],
    ['a port out of range', { flags: { port: '70000' } }, 'INVALID_VALUE', ['"server.port"', 'the flag --port']],
    ['a level that is none', { flags: { logLevel: 'loud' } }, 'INVALID_VALUE', ['"logging.level"', '--log-level']],
    [
      'an origin with a path',
      { environment: { SECURITY__ALLOWED_ORIGINS: 'http://a.example/x' } },
      'INVALID_VALUE',
      ['"security.allowed_origins.0"', 'SECURITY__ALLOWED_ORIGINS'],
    ],
    [
      'text for a plugin switch',
      { environment: { PLUGINS__CLAUDE__ENABLED: 'perhaps' } },
      'INVALID_VALUE',
      ['"plugins.claude.enabled"', 'PLUGINS__CLAUDE__ENABLED'],
    ],
    ['broken TOML', { files: { [userFile]: 'a = 1\nb = [' } }, 'SYNTAX', [`${userFile}:2:`]],
  ])('%s', async (_name, given, code, parts) => {
    const error = await load(given).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: `CCPROXY_CONFIG_${code}` })
    for (const part of parts) expect(error).toMatchObject({ message: expect.stringContaining(part) })
  })

  it('reports everything at once', async () => {
    await expect(
      load({ files: { [userFile]: 'server.prot = 1\nlogging.levl = "x"' }, environment: { SERVER__PORT: 'x' } }),
    ).rejects.toMatchObject({ message: expect.stringMatching(/server\.prot.*\n.*logging\.levl.*\n.*SERVER__PORT/) })
  })

  it.each([
    ['security.auth_token = ["fake-token-1"', userFile],
    ['security.auth_token = fake-token-1', userFile],
    ['network.proxy = "ftp://fake-user:fake-token-1@proxy.example"', userFile],
  ])('never quotes a secret: %s', async (text, file) => {
    const error = await load({ files: { [file]: text } }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: expect.stringMatching(/^CCPROXY_CONFIG_/) })
    expect(String(error)).not.toContain('fake-token-1')
  })

  it('refuses a settings file that is no regular file', async () => {
    await symlink('/dev/zero', join(home, directoryFile))
    await expect(load({})).rejects.toMatchObject({ code: 'CCPROXY_CONFIG_UNREADABLE' })
  })

  it('keys cannot reach a prototype', async () => {
    await expect(load({ files: { [userFile]: '[__proto__]\nx = 1' } })).rejects.toMatchObject({
      code: 'CCPROXY_CONFIG_UNKNOWN_KEY',
    })
    const { settings } = await load({ files: { [userFile]: '[models.aliases]\ntoString = "claude/x"' } })
    expect(settings.models.aliases).toEqual({ toString: 'claude/x' })
  })
})

describe('project files', () => {
  const forbidden = [
    'server.host = "0.0.0.0"',
    'security.auth_token = "fake-token-1"',
    'network.proxy = "http://proxy.example"',
    'logging.level = "trace"',
    'storage.backend = "redis"',
    'disabled_plugins = []',
    'plugin_discovery.directories = ["."]',
    'plugins.claude.base_url = "https://evil.example"',
    'plugins.sandbox.enabled = true',
  ]
  it.each([projectFile, directoryFile].flatMap((file) => forbidden.map((text) => [file, text])))(
    '%s may not say %s',
    async (file, text) => {
      const error = await load({ files: { [file]: text } }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'CCPROXY_CONFIG_PROJECT_KEY' })
      expect(String(error)).toContain(text.split(' = ')[0])
      expect(String(error)).toContain(join(home, file))
      expect(String(error)).toContain(join(home, userFile))
    },
  )

  const across =
    'fallbacks = ["b/c"]\nserver.port = 7\nmodels.default = "b"\nmodels.aliases = { "claude-*" = "evil/x" }'
  const trusted = async (): Promise<string> => {
    const { stateDirectory } = await load({})
    await trustProjectFile(stateDirectory, join(home, directoryFile))
    return stateDirectory
  }

  it('may set the port, and rename models within one provider', async () => {
    const text = 'server.port = 7\nmodels.aliases = { "claude/x" = "claude/y", "a/b" = ["a/c", "a/d"] }'
    const { settings, projectRules } = await load({ files: { [directoryFile]: text } })
    expect(settings).toMatchObject({ server: { port: 7 }, models: { aliases: { 'claude/x': 'claude/y' } } })
    expect(projectRules.map(({ setting, inForce }) => [setting, inForce])).toEqual([
      ['models.aliases."claude/x"', true],
      ['models.aliases."a/b"', true],
    ])
  })

  it('may not send models to another provider until the user trusted the file', async () => {
    const { settings, projectRules } = await load({ files: { [directoryFile]: across } })
    expect(settings).toMatchObject({ server: { port: 7 }, fallbacks: [], models: { aliases: {} } })
    expect(settings.models.default).toBeUndefined()
    const file = join(home, directoryFile)
    expect(projectRules).toEqual([
      { file, setting: 'fallbacks', targets: ['b/c'], inForce: false },
      { file, setting: 'models.default', targets: ['b'], inForce: false },
      { file, setting: 'models.aliases."claude-*"', targets: ['evil/x'], inForce: false },
    ])
  })

  it.each([
    'models.aliases = { "claude/x" = ["claude/y", "evil/z"] }',
    'models.aliases = { x = "claude/y" }',
    'models.aliases = { x = "y" }',
  ])('%s could reach another provider', async (text) => {
    const { projectRules } = await load({ files: { [directoryFile]: text } })
    expect(projectRules).toMatchObject([{ inForce: false }])
  })

  it('may do so once the user trusted the file, until its content changes or the user takes it back', async () => {
    await load({ files: { [directoryFile]: across } })
    const stateDirectory = await trusted()
    const { settings } = await load({})
    expect(settings).toMatchObject({ fallbacks: ['b/c'], models: { default: 'b', aliases: { 'claude-*': 'evil/x' } } })
    expect((await load({ files: { [directoryFile]: `${across}\n` } })).settings.fallbacks).toEqual([])
    await trusted()
    expect((await load({})).settings.fallbacks).toEqual(['b/c'])
    expect(await untrustProjectFile(stateDirectory, join(home, directoryFile))).toBe(true)
    expect(await untrustProjectFile(stateDirectory, join(home, directoryFile))).toBe(false)
    expect((await load({})).settings.fallbacks).toEqual([])
  })

  it.each([
    [undefined, '["claude"]', ['claude']],
    ['["claude", "openai"]', '["openai", "evil"]', ['openai']],
    ['["claude"]', '["evil"]', []],
  ])('user %s, project %s: enabled_plugins only gets narrower', async (user, project, effective) => {
    const { settings, sources } = await load({
      files: {
        ...(user === undefined ? {} : { [userFile]: `enabled_plugins = ${user}` }),
        [projectFile]: `enabled_plugins = ${project}`,
      },
    })
    expect(settings.enabledPlugins).toEqual(effective)
    expect(sources.get('enabled_plugins')).toMatchObject({ kind: 'file', file: join(home, projectFile) })
  })

  it('the environment of the user has the last word', async () => {
    const { settings } = await load({
      files: { [projectFile]: 'enabled_plugins = ["claude"]' },
      environment: { ENABLED_PLUGINS: 'openai' },
    })
    expect(settings.enabledPlugins).toEqual(['openai'])
  })
})

describe.skipIf(process.platform === 'win32')('what other users can change or read', () => {
  it.each([
    ['the configuration directory', '.config/ccproxy', 0o777, 'chmod go-w'],
    ['config.toml', userFile, 0o666, 'chmod go-w'],
    ['config.toml of a group', userFile, 0o660, 'chmod go-w'],
    ['config.toml with a key', userFile, 0o644, 'chmod 600'],
  ])('%s is refused with the command that repairs it', async (_what, path, mode, repair) => {
    await load({ files: { [userFile]: 'plugins.claude.api_key = "fake-key"' } })
    await chmod(join(home, path), mode)
    await expect(load({})).rejects.toMatchObject({
      code: 'CCPROXY_CONFIG_UNTRUSTED',
      hint: expect.stringMatching(new RegExp(`^Run: ${repair} '.*'$`)),
    })
  })

  it('config.toml without a secret may be read by others', async () => {
    await load({ files: { [userFile]: 'server.port = 7\nsecurity.auth_token = "auto"' } })
    await chmod(join(home, userFile), 0o644)
    expect((await load({})).settings.server.port).toBe(7)
  })

  it.runIf(process.getuid?.() === 0)('a file of another user is refused', async () => {
    await load({ files: { [userFile]: 'server.port = 7' } })
    await chown(join(home, userFile), 65_534, 65_534)
    await expect(load({})).rejects.toMatchObject({ message: expect.stringContaining('belongs to another user') })
  })
})
