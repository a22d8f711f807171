import { CCProxyError } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { fakeContext } from './__fixtures__/fake-context.js'

function failing(error: unknown) {
  return fakeContext({
    services: {
      createHost: async () => {
        throw error
      },
    },
  })
}

describe('what is typed wrongly', () => {
  it.each([
    [['stats'], 'unknown command stats', 'See `ccproxy --help`'],
    [['sreve'], 'unknown command sreve', 'Did you mean serve?'],
    [['auth', 'stats'], 'unknown command stats', 'Did you mean status? See `ccproxy auth --help`'],
    [['auth', 'status', '--jsn'], 'unknown flag --jsn', 'Did you mean --json? See `ccproxy auth status --help`'],
    [['auth', 'login', 'acme', '--no-browsr'], 'unknown flag --no-browsr', 'Did you mean --no-browser?'],
    [['auth', 'status', '-x'], 'unknown flag -x', 'ccproxy auth status --help'],
    [['auth', 'login'], 'missing <provider>', 'ccproxy auth login --help'],
    [['auth', 'login', 'acme', 'acne'], 'unexpected argument acne', 'ccproxy auth login --help'],
    [['auth', 'login', 'acme', '--account'], '--account needs a value', 'ccproxy auth login --help'],
    [['auth', 'login', 'acme', '--account', '--force'], '--account needs a value', 'ccproxy auth login --help'],
    [['auth', 'login', 'acme', '--account='], '--account needs a value', 'ccproxy auth login --help'],
    [['auth', 'status', '--json=yes'], '--json takes no value', 'ccproxy auth status --help'],
    [['auth', 'status', '--no-json'], 'unknown flag --no-json', 'ccproxy auth status --help'],
    [['serve', '--log-level', 'dbug'], 'unknown value of --log-level: dbug', 'Did you mean debug?'],
    [['serve', '--port', '80000'], '--port 80000 is no port', '65535'],
    [['serve', '--port', 'http'], '--port http is no port', '65535'],
    [['auth'], 'ccproxy auth needs a command', 'See `ccproxy auth --help`'],
    [['auth', '--verbos'], 'unknown flag --verbos', 'ccproxy auth --help'],
    [['config', 'constructor'], 'unknown command constructor', 'ccproxy config --help'],
  ])('%j is refused with exit 2', async (args, message, hint) => {
    const { run, stderr, stdout } = fakeContext()
    expect(await run(...args)).toBe(2)
    expect(stderr()).toContain(`error: ${message}\n`)
    expect(stderr()).toContain(hint)
    expect(stderr()).toContain('code:  CCPROXY_CLI_USAGE')
    expect(stdout()).toBe('')
  })
})

describe('help and version', () => {
  it.each([['--version'], ['-v']])('%s prints the version alone', async (flag) => {
    const { run, stdout } = fakeContext()
    expect(await run(flag)).toBe(0)
    expect(stdout()).toBe('1.2.3\n')
  })

  it.each([[['--help']], [['-h']], [['help']], [[]]])('%j shows every command', async (args: readonly string[]) => {
    const { run, stdout, stderr } = fakeContext()
    expect(await run(...args)).toBe(0)
    expect(stdout()).toMatch(/serve +Run the proxy/)
    expect(stdout()).toMatch(/auth +Sign in/)
    expect(stderr()).toBe('')
  })

  it.each([[['auth', 'login', '--help']], [['help', 'auth', 'login']], [['auth', 'login', 'acme', '--force', '-h']]])(
    '%j shows that command',
    async (args) => {
      const { run, stdout } = fakeContext()
      expect(await run(...args)).toBe(0)
      expect(stdout()).toContain('  ccproxy auth login <provider> [flags]\n')
      expect(stdout()).toMatch(/--no-browser +Print the address alone/)
    },
  )

  it('is plain when piped and coloured on a terminal, unless NO_COLOR is set', async () => {
    const piped = fakeContext()
    const terminal = fakeContext({ terminal: true })
    const plain = fakeContext({ terminal: true, environment: { NO_COLOR: '1' } })
    for (const { run } of [piped, terminal, plain]) await run('--help')
    expect(piped.stdout()).not.toContain('\u001b')
    expect(terminal.stdout()).toContain('\u001b[')
    expect(plain.stdout()).not.toContain('\u001b')
  })
})

describe('failures', () => {
  const hostile = new CCProxyError('CCPROXY_OAUTH_TIMEOUT', 'no\u001b[2J answer\nforged: Bearer fake-token-1', {
    cause: new TypeError('inner https://a.example/?code=fake-code-1'),
  })

  it('has a message, a hint and a code, and no stack', async () => {
    const { run, stderr } = failing(hostile)
    expect(await run('auth', 'status')).toBe(1)
    expect(stderr()).toBe(
      'error: no answer\n       forged: Bearer [redacted]\n' +
        'hint:  The token endpoint did not answer in time; check the network.\n' +
        'code:  CCPROXY_OAUTH_TIMEOUT\n',
    )
  })

  it('shows stacks and causes with --debug, without secrets', async () => {
    const { run, stderr } = failing(hostile)
    await run('--debug', 'auth', 'status')
    expect(stderr()).toMatch(/ {4}at /)
    expect(stderr()).toContain('caused by: TypeError: inner https://a.example/?[redacted]')
    expect(stderr()).not.toMatch(/fake-(token|code)-1/)
  })

  it('is an object for programs', async () => {
    const { run, json } = failing(new Error('anything'))
    expect(await run('auth', 'status', '--json')).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'CCPROXY_INTERNAL', message: 'Error' } })
  })

  it('takes flags before the command', async () => {
    const { run, json } = fakeContext()
    expect(await run('--config', 'auth', '--plugin', 'a', 'auth', 'status', '--json')).toBe(0)
    expect(json()).toEqual({ providers: [] })
  })
})
