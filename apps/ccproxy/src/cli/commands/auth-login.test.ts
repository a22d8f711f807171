import { CCProxyError, type OAuthFlow } from '@ccproxy/core'
import { describe, expect, it, vi } from 'vitest'
import type { FakeContextOptions } from '../__fixtures__/fake-context.js'
import {
  browserFlow,
  deviceFlow,
  type FakeProviderOptions,
  fakeSnapshot,
  keyFlow,
  untriedSnapshot,
} from '../__fixtures__/fake-provider.js'
import { authorizeUrl, type FakeLogin, loginWorld } from '../__fixtures__/login-world.js'

const deviceUrl = new URL('https://login.acme.example/device')

/** Signs in, and says by which flows. */
async function flowOf(provider: FakeProviderOptions, context: FakeContextOptions, ...flags: readonly string[]) {
  let used = ''
  const made = await loginWorld(
    {
      ...provider,
      login: async (key, flow, interaction) => {
        used = flow
        if (!flow.startsWith('device')) await interaction.showUrl(authorizeUrl)
        if (flow.includes('device')) await interaction.showUrl(deviceUrl, { userCode: 'ABCD-\u001b[31mEFGH' })
        return fakeSnapshot({ key, flow })
      },
    },
    context,
  )
  const code = await made.run('auth', 'login', 'acme', ...flags)
  return { ...made, used, code }
}

describe('without a browser at hand', () => {
  it.each([
    ['over SSH', { environment: { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22', DISPLAY: ':0' } }, 'an SSH session'],
    ['without a display', { environment: {} }, 'There is no display here'],
    ['in a container', { files: ['/.dockerenv'] }, 'a container'],
    ['in CI', { environment: { CI: 'true', DISPLAY: ':0' } }, 'a CI job'],
  ])('%s a device code stands beside the address', async (_, context, reason) => {
    const { used, stdout, stderr, opened } = await flowOf({}, context)
    expect(used).toBe('browser+device')
    expect(stdout()).toBe(`${authorizeUrl.href}\n`)
    expect(stderr()).toContain(`Or, on any device, open ${deviceUrl.href} and enter ABCD-EFGH\n`)
    expect(stderr()).toContain(reason)
    expect(opened).toEqual([])
  })

  it('with --no-browser, too', async () => {
    const { used, stdout, stderr } = await flowOf({}, {}, '--no-browser')
    expect(used).toBe('browser+device')
    expect(stdout()).toBe(`${authorizeUrl.href}\n`)
    expect(stderr()).toContain(deviceUrl.href)
  })

  it('tells how to reach the port of the callback over SSH', async () => {
    const address = new URL('https://login.acme.example/authorize?redirect_uri=http://127.0.0.1:4000/callback')
    const show = async (openUrl: URL) => {
      const { run, stderr } = await loginWorld(
        {
          login: async (key, flow, interaction) => {
            await interaction.showUrl(address, { openUrl })
            return fakeSnapshot({ key, flow })
          },
        },
        { environment: { SSH_TTY: '/dev/pts/0' } },
      )
      await run('auth', 'login', 'acme')
      return stderr()
    }
    expect(await show(new URL('http://127.0.0.1:4000/start'))).toContain('ssh -L 4000:127.0.0.1:4000')
    // Someone else has the port of the callback; ours only launches.
    expect(await show(new URL('http://127.0.0.1:4001/start'))).not.toContain('ssh -L')
  })

  it.each([
    ['on macOS', { platform: 'darwin', environment: {} }],
    ['under Wayland', { environment: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['in WSL', { environment: { WSL_DISTRO_NAME: 'Debian' } }],
  ] as const)('%s there is one, and no code to read', async (_, context) => {
    const { used, opened, stderr } = await flowOf({}, context)
    expect({ used, opened }).toEqual({ used: 'browser', opened: [authorizeUrl.href] })
    expect(stderr()).not.toContain('ABCD')
  })

  it('prints the address where the provider has no device flow', async () => {
    const { used, stdout, stderr } = await flowOf({ flows: [browserFlow, keyFlow] }, { environment: {} })
    expect(used).toBe('browser')
    expect(stdout()).toContain(`${authorizeUrl.href}\n`)
    expect(stderr()).toContain('There is no display here')
  })

  it('obeys --flow', async () => {
    expect(await flowOf({}, { environment: {} }, '--flow', 'browser')).toMatchObject({ used: 'browser' })
    const { used, stdout, stderr } = await flowOf({}, { environment: {} }, '--flow', 'device')
    expect(used).toBe('device')
    expect(stdout()).toContain(`${deviceUrl.href}\n`)
    expect(stderr()).toContain('enter the code ABCD-EFGH:')
  })

  it('leaves a provider alone that starts with a key', async () => {
    expect(await flowOf({ flows: [keyFlow, deviceFlow] }, { environment: {} })).toMatchObject({ used: 'key' })
  })
})

describe('choosing a flow', () => {
  const unavailable = { reason: 'no client id is set', hint: 'Set plugins.acme.oauth.client_id.' }

  it('takes the first that is configured', async () => {
    const login = vi.fn<FakeLogin>(async (key, flow) => fakeSnapshot({ key, flow }))
    const { run } = await loginWorld({ flows: [{ ...browserFlow, unavailable }, keyFlow], login })
    expect(await run('auth', 'login', 'acme', '--account', 'Work')).toBe(0)
    expect(login).toHaveBeenCalledWith({ provider: 'acme', account: 'work' }, 'key', expect.anything())
  })

  it.each([
    [['--flow', 'browser'], 1, 'acme cannot sign in by browser: no client id is set'],
    [['--flow', 'brower'], 2, 'acme has no flow brower'],
    [['--account', '../x'], 2, '--account ../x is no account name'],
    [[], 1, 'no client id is set'],
  ])('%j says what is wrong', async (flags, code, message) => {
    const { run, stderr } = await loginWorld({ flows: [{ ...browserFlow, unavailable }] })
    expect(await run('auth', 'login', 'acme', ...flags)).toBe(code)
    expect(stderr()).toContain(`error: `)
    expect(stderr()).toContain(message)
  })

  it.each([
    ['acm', 'Did you mean acme?'],
    ['openai', 'Install it: npm i @ccproxy/plugin-openai'],
    ['gemni', 'Did you mean gemini? Install it: npm i @ccproxy/plugin-gemini'],
    ['xyzzy', 'Installed: acme.'],
  ])('does not know the provider %s', async (name, hint) => {
    const { run, stderr } = await loginWorld()
    expect(await run('auth', 'login', name)).toBe(1)
    expect(stderr()).toContain(`error: there is no provider ${name}\n`)
    expect(stderr()).toContain(hint)
  })
})

/** The provider knows one port, and it is taken. */
const taken: FakeLogin = async (key, flow) => {
  if (flow !== 'device') throw new CCProxyError('CCPROXY_OAUTH_PORT_TAKEN', 'port 1455 of 127.0.0.1 is taken')
  return fakeSnapshot({ key, flow })
}

describe('a taken port', () => {
  it('means a device code where there is one', async () => {
    const { run, stderr } = await loginWorld({ login: taken })
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(stderr()).toContain('port 1455 of 127.0.0.1 is taken. A code on another device needs no port.')
  })

  it.each([
    ['there is none', { flows: [browserFlow, keyFlow], login: taken }, []],
    ['another way was asked for', { login: taken }, ['--flow', 'browser']],
  ])('is an error where %s', async (_, provider, flags) => {
    const { run, stderr } = await loginWorld(provider)
    expect(await run('auth', 'login', 'acme', ...flags)).toBe(1)
    expect(stderr()).toContain('error: port 1455 of 127.0.0.1 is taken')
  })
})

async function choosing(keys: string, provider: FakeProviderOptions = {}) {
  let used = ''
  const made = await loginWorld(
    {
      ...provider,
      login: async (key, flow) => {
        used = flow
        return fakeSnapshot({ key, flow })
      },
    },
    { terminal: true },
  )
  const running = made.run('auth', 'login', 'acme')
  await vi.waitFor(() => expect(made.stderr()).toContain('How do you want to sign in to Acme?'))
  made.keyboard.write(keys)
  return { ...made, code: await running, used }
}

describe('on a terminal, where there is a choice', () => {
  const down = '\u001b[B'

  it.each([
    ['\r', 'browser'],
    [`${down}\r`, 'device'],
    [`${down}${down}\r`, 'key'],
  ])('a person picks, best first; %j → %s', async (keys, flow) => {
    expect(await choosing(keys)).toMatchObject({ code: 0, used: flow })
  })

  it('shows what is not configured, which nobody can pick', async () => {
    const unavailable = { reason: 'needs a client id', hint: 'set oauth.client_id' }
    const flows = [deviceFlow, { ...browserFlow, unavailable }, keyFlow]
    const { used, plain } = await choosing(`${down}\r`, { flows })
    expect(used).toBe('key')
    expect(plain()).toContain('Sign in with the browser (needs a client id)')
  })

  it('nothing is changed at Ctrl-C', async () => {
    const { code, used, plain } = await choosing('\u0003')
    expect({ code, used }).toEqual({ code: 1, used: '' })
    expect(plain()).toContain('cancelled, nothing was changed')
  })

  it.each([
    ['a script', {}, {}, []],
    ['who has chosen', {}, { terminal: true }, ['--flow', 'browser']],
    ['who has one way only', { flows: [keyFlow] }, { terminal: true }, []],
  ])('does not ask %s', async (_, provider, context, flags) => {
    const { run, plain } = await loginWorld(provider, context)
    expect(await run('auth', 'login', 'acme', ...flags)).toBe(0)
    expect(plain()).not.toContain('How do you want')
  })
})

const unused = () => Promise.reject(new Error('not part of this'))
const shortLogin: FakeLogin = async (key, flow) => fakeSnapshot({ key, flow, hasRefreshToken: false })

it.each([
  ['linked', 'hand-off', ', renewed by itself'],
  ['linked', 'owner-only', ''],
  ['jwt-bearer', undefined, ', renewed by itself'],
] as const)('says whether a person is needed when the token ends: %s %s', async (kind, renewal, text) => {
  const flow: OAuthFlow =
    kind === 'linked'
      ? { kind, id: 'other', label: 'Other', renewal, read: unused, renew: unused }
      : { kind, id: 'other', label: 'Other', token: { url: 'https://login.acme.example/token' }, assertion: unused }
  const { run, plain } = await loginWorld({ flows: [flow], login: shortLogin }, { environment: { HOME: '/home/me' } })
  expect(await run('auth', 'login', 'acme')).toBe(0)
  expect(plain()).toContain(`  expires in 1 h${text} · kept in ~/.config/ccproxy/credentials/acme/default.json\n`)
})

const lastingLogin: FakeLogin = async (key, flow) => {
  const { expiresAt: _, ...snapshot } = fakeSnapshot({ key, flow, expiresInSeconds: undefined })
  return { ...snapshot, hasRefreshToken: true }
}

it('does not say that a token which does not expire is renewed', async () => {
  const { run, plain } = await loginWorld({ login: lastingLogin }, { environment: { HOME: '/home/me' } })
  expect(await run('auth', 'login', 'acme')).toBe(0)
  expect(plain()).toContain('  does not expire · kept in')
})

describe('somebody is signed in already', () => {
  it('says so, and signs in again with --force only', async () => {
    const login = vi.fn<FakeLogin>(async (key, flow) => fakeSnapshot({ key, flow }))
    const { run, stdout } = await loginWorld({ snapshots: [fakeSnapshot()], login })
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(stdout()).toContain('Already signed in to Acme')
    expect(login).not.toHaveBeenCalled()
    expect(await run('auth', 'login', 'acme', '--force')).toBe(0)
    expect(login).toHaveBeenCalledOnce()
  })

  it('counts a login that no token was asked for yet', async () => {
    const { run, stdout } = await loginWorld({ snapshots: [untriedSnapshot()] })
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(stdout()).toContain('Already signed in to Acme\n  token at first use · kept in')
  })

  it.each([['expired'], ['needs-login']] as const)('does not count when it is %s', async (state) => {
    const { run, stdout } = await loginWorld({ snapshots: [fakeSnapshot({ state })] })
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(stdout()).toContain('✓ Signed in to Acme')
  })

  it('does not count a key of the environment', async () => {
    const ambient = fakeSnapshot({ kind: 'api-key', flow: 'key', storage: 'ACME_API_KEY' })
    const { run, stdout } = await loginWorld({ manager: { snapshot: async () => ambient } })
    expect(await run('auth', 'login', 'acme')).toBe(0)
    expect(stdout()).toContain('✓ Signed in to Acme')
  })

  it.each([
    ['y', 0],
    ['n', 1],
    ['\u0003', 1],
  ])('on a terminal it asks before it replaces; %j → exit %i', async (key, code) => {
    const { run, keyboard, stderr, plain } = await loginWorld(
      { flows: [keyFlow], snapshots: [fakeSnapshot()] },
      { terminal: true },
    )
    const running = run('auth', 'login', 'acme', '--force')
    await vi.waitFor(() => expect(stderr()).toContain('Replace the login of Acme'))
    keyboard.write(key)
    expect(await running).toBe(code)
    expect(plain()).toContain(code === 0 ? '✓ Signed in to Acme' : 'cancelled, nothing was changed')
  })
})

it('a failed sign-in has a message, a hint and a code', async () => {
  const { run, stdout, stderr, host } = await loginWorld({
    login: async () => {
      throw new CCProxyError('CCPROXY_OAUTH_ACCESS_DENIED', 'the sign-in was refused')
    },
  })
  expect(await run('auth', 'login', 'acme')).toBe(1)
  expect(stderr()).toContain('error: the sign-in was refused\nhint:  The sign-in was refused in the browser')
  expect(stderr()).toContain('code:  CCPROXY_OAUTH_ACCESS_DENIED')
  expect(stdout()).toBe('')
  expect(host).toMatchObject({ calls: ['stop'] })
})
