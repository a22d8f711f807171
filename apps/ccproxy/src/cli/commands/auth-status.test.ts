import { CCProxyError } from '@ccproxy/core'
import type { PluginReport } from '@ccproxy/host'
import { describe, expect, it } from 'vitest'
import { type FakeContextOptions, fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import {
  absentSnapshot,
  type FakeProviderOptions,
  fakeProvider,
  fakeSnapshot,
  fakeToken,
  untriedSnapshot,
} from '../__fixtures__/fake-provider.js'

async function world(provider: FakeProviderOptions = {}, context: FakeContextOptions = {}) {
  return fakeContext({ host: fakeHost([await fakeProvider(provider)]), ...context })
}

/** Before the clock of these tests. */
function at(hoursAgo: number): number {
  return Date.parse('2026-11-22T12:00:00.000Z') - hoursAgo * 3_600_000
}

const work = fakeSnapshot({ key: { provider: 'acme', account: 'work' } })

describe('auth status --json', () => {
  it('has exactly the promised shape, and no secret', async () => {
    const { run, json, stdout } = await world({
      snapshots: [
        fakeSnapshot({
          signedInAt: Date.parse('2026-11-20T11:00:00.000Z'),
          lastRefreshAt: Date.parse('2026-11-22T11:00:00.000Z'),
          refreshTokenExpiresAt: Date.parse('2026-11-24T12:00:00.000Z'),
          loginEndsAt: Date.parse('2026-11-24T12:00:00.000Z'),
          endsSoon: true,
          account: { email: 'me@acme.example' },
          shadows: ['ACME_API_KEY'],
          lastError: { code: 'CCPROXY_OAUTH_TIMEOUT', hint: 'wait', at: Date.parse('2026-11-22T11:30:00.000Z') },
        }),
      ],
    })
    expect(await run('auth', 'status', '--json')).toBe(0)
    expect(json()).toStrictEqual({
      providers: [
        {
          provider: 'acme',
          account: 'default',
          kind: 'oauth',
          flow: 'browser',
          state: 'valid',
          usable: true,
          expiresAt: '2026-11-22T13:00:00.000Z',
          expiresInSeconds: 3600,
          scopes: ['inference'],
          accessToken: 'fake…en-1',
          hasRefreshToken: true,
          signedInAt: '2026-11-20T11:00:00.000Z',
          obtainedAt: '2026-11-22T12:00:00.000Z',
          lastRefreshAt: '2026-11-22T11:00:00.000Z',
          lastError: { code: 'CCPROXY_OAUTH_TIMEOUT', hint: 'wait', at: '2026-11-22T11:30:00.000Z' },
          refreshTokenExpiresAt: '2026-11-24T12:00:00.000Z',
          loginEndsAt: '2026-11-24T12:00:00.000Z',
          endsSoon: true,
          profile: { email: 'me@acme.example' },
          storage: '/home/me/.config/ccproxy/credentials/acme/default.json',
          shadows: ['ACME_API_KEY'],
        },
      ],
    })
    expect(stdout()).not.toContain(fakeToken)
  })

  it('says null where nobody is signed in', async () => {
    const { run, json } = await world()
    expect(await run('auth', 'status', '--json')).toBe(0)
    expect(json()).toStrictEqual({
      providers: [
        {
          provider: 'acme',
          account: 'default',
          kind: null,
          flow: null,
          state: 'absent',
          usable: false,
          expiresAt: null,
          expiresInSeconds: null,
          scopes: ['inference'],
          accessToken: null,
          hasRefreshToken: false,
          signedInAt: null,
          obtainedAt: null,
          lastRefreshAt: null,
          lastError: null,
          refreshTokenExpiresAt: null,
          loginEndsAt: null,
          endsSoon: false,
          profile: null,
          storage: null,
          shadows: [],
        },
      ],
    })
  })

  it('has a row of the same shape for a credential that cannot be read', async () => {
    const { run, json } = await world({
      snapshots: [work],
      manager: {
        snapshot: async ({ account }) => {
          if (account === 'default') return fakeSnapshot()
          throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', 'others can read it', { hint: 'chmod 600 x.json' })
        },
      },
    })
    expect(await run('auth', 'status', '--json')).toBe(1)
    const nothingKnown = Object.fromEntries(Object.keys(work.toJSON()).map((name) => [name, null]))
    expect(json()).toStrictEqual({
      providers: [
        {
          ...nothingKnown,
          provider: 'acme',
          account: 'work',
          state: 'needs-login',
          usable: false,
          lastError: { code: 'CCPROXY_STORAGE_PERMISSION', hint: 'chmod 600 x.json', at: '2026-11-22T12:00:00.000Z' },
          hasRefreshToken: false,
          endsSoon: false,
          scopes: [],
          shadows: [],
          storage: 'memory',
        },
      ],
    })
  })
})

describe('exit code of auth status --provider', () => {
  it.each([
    ['valid', true, true, 0],
    ['expiring', true, true, 0],
    ['expired', true, true, 0],
    ['expired', true, false, 0],
    ['expired', false, true, 0],
    ['expired', false, false, 3],
    ['needs-login', true, false, 3],
    ['absent', false, false, 3],
  ] as const)('%s, refresh token: %s, usable: %s → %i', async (state, hasRefreshToken, usable, code) => {
    const { run } = await world({ snapshots: [fakeSnapshot({ state, hasRefreshToken, usable })] })
    expect(await run('auth', 'status', '--provider', 'acme')).toBe(code)
    expect(await run('auth', 'status')).toBe(0)
  })

  it('looks at one account when one is named', async () => {
    const { run, json } = await world({ snapshots: [fakeSnapshot({ state: 'needs-login' }), work] })
    expect(await run('auth', 'status', '--provider', 'acme', '--account', 'work', '--json')).toBe(0)
    expect(json()).toMatchObject({ providers: [{ account: 'work' }] })
    expect(await run('auth', 'status', '--provider', 'acme')).toBe(3)
  })

  it('takes the name of the provider as a word, as the other auth commands do', async () => {
    const { run, stderr } = await world({ snapshots: [fakeSnapshot({ state: 'needs-login' }), work] })
    expect(await run('auth', 'status', 'acme')).toBe(3)
    expect(await run('auth', 'status', 'acme', '--account', 'work', '--provider', 'acme', '--json')).toBe(0)
    expect(stderr()).toBe('')
    expect(await run('auth', 'status', 'acme', '--provider', 'other')).toBe(2)
    expect(stderr()).toContain('acme and --provider other are two providers')
  })

  it('is 1 for a provider that is not there', async () => {
    const { run, stderr } = await world()
    expect(await run('auth', 'status', '--provider', 'acne')).toBe(1)
    expect(stderr()).toContain('Did you mean acme?')
  })
})

describe('auth status for people', () => {
  it('is an aligned table with what to do next', async () => {
    const absent = absentSnapshot({ provider: 'acme', account: 'spare' })
    const owner = { email: 'me@acme.example\u001b]0;x\u0007' }
    const snapshots = [fakeSnapshot({ account: owner, shadows: ['ACME_API_KEY'] }), work, absent]
    const { run, stdout } = await world({ snapshots }, { environment: { HOME: '/home/me' } })
    expect(await run('auth', 'status')).toBe(0)
    expect(stdout()).toBe(
      [
        'PROVIDER  ACCOUNT  STATE          EXPIRES  USER             TOKEN      KEPT IN',
        'acme      default  signed in      in 1 h   me@acme.example  fake…en-1  ~/.config/ccproxy/credentials/acme/default.json',
        'acme      work     signed in      in 1 h                    fake…en-1  ~/.config/ccproxy/credentials/acme/default.json',
        'acme      spare    not signed in',
        'acme/default: used instead of ACME_API_KEY',
        'acme/spare: sign in with ccproxy auth login acme --account spare',
        '',
      ].join('\n'),
    )
  })

  it('says how old a login is, what its last refresh said, and that it ends before it does', async () => {
    const snapshot = fakeSnapshot({
      signedInAt: at(50),
      lastRefreshAt: at(1),
      loginEndsAt: at(-26),
      endsSoon: true,
      lastError: { code: 'CCPROXY_OAUTH_UNREACHABLE', hint: 'Check the network.', at: at(0.5) },
    })
    const { run, stdout } = await world({ snapshots: [snapshot] }, { environment: { HOME: '/home/me' } })
    expect(await run('auth', 'status')).toBe(0)
    expect(stdout()).toBe(
      [
        'PROVIDER  ACCOUNT  STATE                  EXPIRES  SIGNED IN    REFRESHED  TOKEN      KEPT IN',
        'acme      default  login ends in 1 d 2 h  in 1 h   2 d 2 h ago  1 h ago    fake…en-1  ~/.config/ccproxy/credentials/acme/default.json',
        'acme/default: CCPROXY_OAUTH_UNREACHABLE 30 min ago: Check the network.',
        'acme/default: sign in again before it ends: ccproxy auth login acme',
        '',
      ].join('\n'),
    )
  })

  it('is calm about what is renewed at the next use', async () => {
    const ended = fakeSnapshot({ key: work.key, state: 'expired', expiresInSeconds: -7200 })
    const storage = 'federation (Federation)'
    const { run, stdout } = await world({ snapshots: [untriedSnapshot({ obtainedAt: 0, storage }), ended] })
    expect(await run('auth', 'status')).toBe(0)
    expect(stdout()).toBe(
      [
        'PROVIDER  ACCOUNT  STATE                         EXPIRES          TOKEN      KEPT IN',
        'acme      default  ready, token at first use                                 federation (Federation)',
        'acme      work     expired, renewed at next use  expired 2 h ago  fake…en-1  /home/me/.config/ccproxy/credentials/acme/default.json',
        '',
      ].join('\n'),
    )
  })

  it('asks for a sign-in where nothing else helps', async () => {
    const { run, stdout } = await world({ snapshots: [untriedSnapshot({ usable: false })] })
    expect(await run('auth', 'status', '--provider', 'acme')).toBe(3)
    expect(stdout()).toMatch(/default {2}expired {2}/)
    expect(stdout()).toContain('acme/default: sign in with ccproxy auth login acme')
  })

  it('shows the others when one credential cannot be read', async () => {
    const { run, stdout } = await world({
      snapshots: [fakeSnapshot(), work],
      manager: {
        snapshot: async ({ account }) => {
          if (account === 'work') return work
          throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', 'others can read it', { hint: 'chmod 600 x.json' })
        },
      },
    })
    expect(await run('auth', 'status')).toBe(1)
    expect(stdout()).toMatch(/default {2}needs a login/)
    expect(stdout()).toMatch(/work {5}signed in/)
    expect(stdout()).toContain('acme/default: CCPROXY_STORAGE_PERMISSION 0 s ago: chmod 600 x.json')
  })

  it('says how to get a provider when there is none', async () => {
    const { run, stdout } = fakeContext()
    expect(await run('auth', 'status')).toBe(0)
    expect(stdout()).toContain('npm i @ccproxy/plugin-claude')
  })

  it.each(['status', 'providers'])('names the providers that do not run: auth %s', async (command) => {
    const error = new CCProxyError('CCPROXY_PLUGIN_SETTINGS', 'plugins.acme.resource is not set')
    const plugins = fakeHost([await fakeProvider()]).plugins.map(
      (report): PluginReport => ({ ...report, state: 'failed', error }),
    )
    const { run, stdout, stderr } = fakeContext({ host: fakeHost([], { plugins }) })
    expect(await run('auth', command)).toBe(0)
    expect(stdout()).toBe('No provider runs; `ccproxy plugins list` says what to do.\n')
    expect(stderr()).toContain('acme does not run: plugins.acme.resource is not set\n')
  })
})
