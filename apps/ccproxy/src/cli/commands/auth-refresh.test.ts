import { CCProxyError, type ErrorCode, type TokenSnapshot } from '@ccproxy/core'
import { describe, expect, it, vi } from 'vitest'
import { type FakeContextOptions, fakeContext } from '../__fixtures__/fake-context.js'
import { fakeHost } from '../__fixtures__/fake-host.js'
import { type FakeProviderOptions, fakeProvider, fakeSnapshot } from '../__fixtures__/fake-provider.js'

async function world(manager: FakeProviderOptions['manager'] = {}, context: FakeContextOptions = {}) {
  const provider = await fakeProvider({ manager, snapshots: [fakeSnapshot()] })
  return fakeContext({ host: fakeHost([provider]), ...context })
}

describe('auth refresh', () => {
  it('renews and says until when', async () => {
    const refresh = vi.fn<() => Promise<TokenSnapshot>>(async () => fakeSnapshot({ expiresInSeconds: 7200 }))
    const { run, stdout, stderr } = await world({ refresh })
    expect(await run('auth', 'refresh', 'acme', '--account', 'Work')).toBe(0)
    expect(refresh).toHaveBeenCalledWith({ provider: 'acme', account: 'work' })
    expect(stdout()).toBe('✓ Renewed Acme, account work; expires in 2 h\n')
    expect(stderr()).toBe('')
  })

  it('does not claim to have renewed an API key', async () => {
    const { run, stdout } = await world({ refresh: async () => fakeSnapshot({ kind: 'api-key' }) })
    expect(await run('auth', 'refresh', 'acme')).toBe(0)
    expect(stdout()).toContain('uses an API key, which is not renewed')
  })

  it('shows a spinner on a terminal and takes it away', async () => {
    const { run, stderr, stdout } = await world({}, { terminal: true })
    await run('auth', 'refresh', 'acme')
    expect(stderr()).toContain('renewing acme/default')
    expect(stderr().endsWith('\r\u001b[2K')).toBe(true)
    expect(stdout()).toContain('Renewed Acme')
  })

  it('gives the row of auth status with --json', async () => {
    const { run, json } = await world()
    await run('auth', 'refresh', 'acme', '--json')
    expect(json()).toMatchObject({ provider: 'acme', account: 'default', state: 'valid', expiresInSeconds: 3600 })
  })

  it.each<[ErrorCode, number]>([
    ['CCPROXY_CREDENTIAL_ABSENT', 3],
    ['CCPROXY_CREDENTIAL_NEEDS_LOGIN', 3],
    ['CCPROXY_OAUTH_INVALID_GRANT', 3],
    ['CCPROXY_OAUTH_UNREACHABLE', 1],
    ['CCPROXY_STORAGE_READ_ONLY', 1],
  ])('%s → exit %i', async (code, exit) => {
    const { run, stderr } = await world({
      refresh: async () => {
        throw new CCProxyError(code, 'it failed')
      },
    })
    expect(await run('auth', 'refresh', 'acme')).toBe(exit)
    expect(stderr()).toContain('error: it failed\n')
    expect(stderr()).toContain(`code:  ${code}`)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)(
    'at %s waits for the refresh that was sent and reports its result',
    async (signal) => {
      const saved = Promise.withResolvers<void>()
      const refresh = vi.fn<() => Promise<TokenSnapshot>>(async () => {
        await saved.promise
        return fakeSnapshot()
      })
      const { run, send, stdout, stderr } = await world({ refresh })
      const running = run('auth', 'refresh', 'acme')
      await vi.waitFor(() => expect(refresh).toHaveBeenCalledOnce())
      send(signal)
      expect(stderr()).toContain('The refresh is under way; the program ends when its result is saved.')
      send(signal)
      expect(stderr()).toContain('still awaited')
      saved.resolve()
      expect(await running).toBe(0)
      expect(stdout()).toContain('✓ Renewed Acme')
    },
  )

  it('sends nothing when the signal came before the refresh began', async () => {
    const refresh = vi.fn<() => Promise<TokenSnapshot>>(async () => fakeSnapshot())
    const ready = Promise.withResolvers<void>()
    const host = fakeHost([await fakeProvider({ manager: { refresh } })])
    const { run, send, stderr, listening } = fakeContext({
      services: {
        createHost: async () => {
          await ready.promise
          return host
        },
      },
    })
    const running = run('auth', 'refresh', 'acme')
    await vi.waitFor(() => expect(listening()).toBe(1))
    send('SIGINT')
    ready.resolve()
    expect(await running).toBe(1)
    expect(stderr()).toContain('code:  CCPROXY_OAUTH_CANCELLED')
    expect(refresh).not.toHaveBeenCalled()
  })
})
