import type { LinkedFlow } from '@ccproxy/core'
import { describe, expect, it, vi } from 'vitest'
import { type FakeContextOptions, fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import {
  browserFlow,
  type FakeProviderOptions,
  fakeProvider,
  fakeSnapshot,
  keyFlow,
} from '../__fixtures__/fake-provider.js'
import { silentInteraction } from '../import/try-login.js'

const linkFlow: LinkedFlow = {
  kind: 'linked',
  id: 'link',
  label: 'Profile of the other tool',
  renewal: 'owner-only',
  read: () => Promise.resolve({ fingerprint: '1', where: '/home/me/.other/login.json' }),
}
const unused = () => Promise.reject(new Error('not asked'))
const emptyLink: LinkedFlow = { ...linkFlow, read: () => Promise.resolve(undefined) }
const withKey = { environment: { ACME_API_KEY: 'fake-key-1' } }
type Login = NonNullable<FakeProviderOptions['login']>
const login: Login = async (key, flow) => fakeSnapshot({ key, flow, kind: flow === 'link' ? 'linked' : 'api-key' })

const acquire = async () => fakeSnapshot()
const refused = async () => ({ status: 'down', detail: 'GET /v1/models answered 401' }) as const

async function world(
  provider: FakeProviderOptions,
  context: FakeContextOptions = {},
  trialOptions: FakeProviderOptions = {},
) {
  const kept = vi.fn<Login>(login)
  const tried = vi.fn<Login>(login)
  const running = await fakeProvider({ login: kept, ...provider })
  const trial = await fakeProvider({ login: tried, ...trialOptions })
  const stop = vi.fn<() => Promise<void>>(() => Promise.resolve())
  const host = fakeHost([running], {
    tryOut: () => Promise.resolve({ ...trial, stop, manager: { ...trial.manager, acquire } }),
  })
  return { ...fakeContext({ host, ...context }), kept, tried, stop }
}

describe('what is there', () => {
  it('links the best, after the provider accepted it', async () => {
    const { run, stdout, kept, tried, stop } = await world({ flows: [browserFlow, linkFlow, keyFlow] }, withKey)
    expect(await run('auth', 'import', 'acme')).toBe(0)
    expect(tried).toHaveBeenCalledOnce()
    expect(kept.mock.calls[0]?.[1]).toBe('link')
    expect(stop).toHaveBeenCalledOnce()
    expect(stdout()).toContain('✓ Linked Acme: the provider accepts it')
    expect(stdout()).toContain('read live from /home/me/.other/login.json; its own program renews it')
  })

  it.each([
    ['hand-off', 'read live from ~/.other/login.json; renewed by its own program, never by ccproxy'],
    ['mint', 'read live from ~/.other/login.json; access tokens are asked for with it, the file is never written'],
  ] as const)('says who renews a link by %s', async (renewal, text) => {
    const flow: LinkedFlow = { ...linkFlow, renewal, renew: unused }
    const { run, stdout } = await world({ flows: [flow] }, { environment: { HOME: '/home/me' } })
    expect(await run('auth', 'import', 'acme')).toBe(0)
    expect(stdout()).toContain(text)
  })

  it('keeps a key of the environment, which is the empty answer to the question', async () => {
    const answers: string[] = []
    const asking = async (...[key, flow, interaction]: Parameters<Login>) => {
      answers.push(await interaction.prompt('API key:', { secret: true }))
      return fakeSnapshot({ key, flow, kind: 'api-key' })
    }
    const { run, stdout } = await world({ flows: [emptyLink, keyFlow], login: asking }, withKey)
    expect(await run('auth', 'import', 'acme', '--account', 'work')).toBe(0)
    expect(answers).toEqual([''])
    expect(stdout()).toContain('✓ Imported Acme, account work: the provider accepts it')
    expect(stdout()).toContain('from ACME_API_KEY')
  })

  it('takes what was asked for, and answers programs', async () => {
    const { run, json, kept } = await world({ flows: [linkFlow, keyFlow] }, withKey)
    expect(await run('auth', 'import', 'acme', '--flow', 'key', '--json')).toBe(0)
    expect(kept.mock.calls[0]?.[1]).toBe('key')
    expect(json()).toMatchObject({ provider: 'acme', importedFrom: 'ACME_API_KEY' })
  })
})

describe('what is not there', () => {
  it('says why each way has nothing', async () => {
    const broken: LinkedFlow = { ...linkFlow, id: 'broken', read: () => Promise.reject(new Error('fake-token-1')) }
    const { run, stderr, kept } = await world({ flows: [browserFlow, emptyLink, broken, keyFlow] })
    expect(await run('auth', 'import', 'acme')).toBe(1)
    expect(stderr()).toContain('error: there is nothing to import for Acme')
    expect(stderr()).toContain('link: nobody is signed in there')
    expect(stderr()).toContain('broken: it cannot be read this moment')
    expect(stderr()).toContain('\n       key: no key in ACME_API_KEY\n')
    expect(stderr()).not.toContain('fake-token-1')
    expect(kept).not.toHaveBeenCalled()
  })
})

describe('a way that was asked for', () => {
  it.each([
    ['brower', 2, 'Did you mean browser? It has: browser, link. See `ccproxy auth providers`.'],
    ['browser', 1, 'Sign in instead: ccproxy auth login acme --flow browser'],
    ['link', 1, 'link: nobody is signed in there'],
  ])('%s, and why not: exit %i, %s', async (flow, code, hint) => {
    const { run, stderr } = await world({ flows: [browserFlow, emptyLink] })
    expect(await run('auth', 'import', 'acme', '--flow', flow)).toBe(code)
    expect(stderr()).toContain(`hint:  ${hint}`)
  })
})

describe('what the provider does not accept', () => {
  it.each([
    ['/home/me/.other/login.json', linkFlow],
    ['ACME_API_KEY', keyFlow],
  ])('is not kept, from %s', async (where, flow) => {
    const health = { overrides: { health: refused } }
    const { run, stderr, kept, stop } = await world({ flows: [flow] }, withKey, health)
    expect(await run('auth', 'import', 'acme')).toBe(1)
    expect(stderr()).toContain(`error: Acme does not work with ${where} (GET /v1/models answered 401)`)
    expect(kept).not.toHaveBeenCalled()
    expect(stop).toHaveBeenCalledOnce()
  })
})

const unreachable = async () =>
  ({ status: 'down', detail: 'its name is not known', hint: 'Check DNS.', isTemporary: true }) as const

it('says that the provider could not be asked when the network fails, and keeps nothing', async () => {
  const { run, stderr, kept } = await world({ flows: [keyFlow] }, withKey, { overrides: { health: unreachable } })
  expect(await run('auth', 'import', 'acme')).toBe(1)
  expect(stderr()).toContain(
    'error: Acme could not be asked whether it accepts ACME_API_KEY: its name is not known. Nothing was kept',
  )
  expect(stderr()).toContain('hint:  Check DNS.')
  expect(stderr()).not.toContain('does not work with')
  expect(kept).not.toHaveBeenCalled()
})

describe('a login that is there', () => {
  const signedIn = { flows: [linkFlow], snapshots: [fakeSnapshot()] }

  it('is not replaced by a script without --force', async () => {
    const { run, stderr, kept } = await world(signedIn)
    expect(await run('auth', 'import', 'acme')).toBe(2)
    expect(stderr()).toContain('acme/default is signed in already')
    expect(kept).not.toHaveBeenCalled()
    expect(await run('auth', 'import', 'acme', '--force')).toBe(0)
  })

  it('is replaced on a terminal only after a yes', async () => {
    const { run, keyboard, stderr, kept, plain } = await world(signedIn, { terminal: true })
    const running = run('auth', 'import', 'acme')
    await vi.waitFor(() => expect(stderr()).toContain('Replace the login of Acme'))
    keyboard.write('n')
    expect(await running).toBe(1)
    expect(plain()).toContain('cancelled, nothing was changed')
    expect(kept).not.toHaveBeenCalled()
  })
})

it('a way that needs a browser is none', async () => {
  const interaction = silentInteraction(new AbortController().signal)
  await expect(interaction.showUrl(new URL('https://login.acme.example'))).rejects.toMatchObject({
    code: 'CCPROXY_OAUTH_FLOW_UNAVAILABLE',
  })
})
