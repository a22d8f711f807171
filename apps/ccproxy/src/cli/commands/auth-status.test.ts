import { CCProxyError } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { fakeContext, type FakeContextOptions } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import {
  absentSnapshot,
  fakeProvider,
  type FakeProviderOptions,
  fakeSnapshot,
  fakeToken,
} from '../__fixtures__/fake-provider.js'

async function world(provider: FakeProviderOptions = {}, context: FakeContextOptions = {}) {
  return fakeContext({ host: fakeHost([await fakeProvider(provider)]), ...context })
}

const work = fakeSnapshot({ key: { provider: 'acme', account: 'work' } })

describe('auth status --json', () => {
  it('has exactly the promised shape, and no secret', async () => {
    const { run, json, stdout } = await world({
      snapshots: [
        fakeSnapshot({
          lastRefreshAt: Date.parse('2026-11-22T11:00:00.000Z'),
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
          state: 'valid',
          expiresAt: '2026-11-22T13:00:00.000Z',
          expiresInSeconds: 3600,
          scopes: ['inference'],
          accessToken: 'fake…en-1',
          hasRefreshToken: true,
          lastRefreshAt: '2026-11-22T11:00:00.000Z',
          lastError: { code: 'CCPROXY_OAUTH_TIMEOUT', hint: 'wait', at: '2026-11-22T11:30:00.000Z' },
          storage: '/home/me/.config/ccproxy/credentials/acme/default.json',
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
          state: 'absent',
          expiresAt: null,
          expiresInSeconds: null,
          scopes: ['inference'],
          accessToken: null,
          hasRefreshToken: false,
          lastRefreshAt: null,
          lastError: null,
          storage: null,
        },
      ],
    })
  })
})

describe('exit code of auth status --provider', () => {
  it.each([
    ['valid', true, 0],
    ['expiring', true, 0],
    ['expired', true, 0],
    ['expired', false, 3],
    ['needs-login', true, 3],
    ['absent', false, 3],
  ] as const)('%s, refresh token: %s → %i', async (state, hasRefreshToken, code) => {
    const { run } = await world({ snapshots: [fakeSnapshot({ state, hasRefreshToken })] })
    expect(await run('auth', 'status', '--provider', 'acme')).toBe(code)
    expect(await run('auth', 'status')).toBe(0)
  })

  it('looks at one account when one is named', async () => {
    const { run, json } = await world({ snapshots: [fakeSnapshot({ state: 'needs-login' }), work] })
    expect(await run('auth', 'status', '--provider', 'acme', '--account', 'work', '--json')).toBe(0)
    expect(json()).toMatchObject({ providers: [{ account: 'work' }] })
    expect(await run('auth', 'status', '--provider', 'acme')).toBe(3)
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
    expect(stdout()).toContain('acme/default: CCPROXY_STORAGE_PERMISSION chmod 600 x.json')
  })

  it('says how to get a provider when there is none', async () => {
    const { run, stdout } = fakeContext()
    expect(await run('auth', 'status')).toBe(0)
    expect(stdout()).toContain('npm i @ccproxy/plugin-claude')
  })
})
