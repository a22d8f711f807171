// A manager over a scripted provider: a custom flow whose refresh is a function of the test, and a clock that stands still.
import { createHookBus } from '../../hooks/create-hook-bus.js'
import type { HookPayloads } from '../../hooks/hook-payloads.js'
import { createHttpClient } from '../../http/create-http-client.js'
import type { Fetch } from '../../http/http-client.js'
import type { CustomFlow, OAuthFlow } from '../../oauth/oauth-flow.js'
import type { Clock } from '../../plugin/clock.js'
import type { ManagerContext } from '../../plugin/context.js'
import { silentLogger } from '../../plugin/logger.js'
import type { CredentialKey, NewOAuthCredential, OAuthCredential } from '../../storage/credential.js'
import { MemoryTokenStorage } from '../../storage/memory-token-storage.js'
import type { TokenStorage } from '../../storage/token-storage.js'
import { StandardTokenManager } from '../standard-token-manager.js'

export const key: CredentialKey = { provider: 'acme', account: 'default' }
export const start: number = Date.parse('2026-11-22T20:00:00.000Z')
export const hour = 3_600_000

export class TestClock implements Clock {
  wall: number = start
  mono = 0
  now(): number {
    return this.wall
  }
  monotonic(): number {
    return this.mono
  }
  /** Time passes for both clocks. */
  pass(ms: number): void {
    this.wall += ms
    this.mono += ms
  }
}

export function credential(changes: Partial<NewOAuthCredential> = {}): NewOAuthCredential {
  return {
    kind: 'oauth',
    flow: 'test',
    obtainedAt: start,
    extra: {},
    accessToken: 'fake-access-token-number-1',
    refreshToken: 'fake-refresh-1',
    tokenType: 'Bearer',
    expiresAt: start + hour,
    scopes: ['inference'],
    grantId: 'grant-1',
    generation: 1,
    boundTo: { plugin: '@test/acme', tokenOrigin: 'https://login.acme.example', apiOrigin: 'https://api.acme.example' },
    ...changes,
  }
}

/** The next rotation, as a well-behaved provider makes it. */
export function rotated(previous: OAuthCredential, now: number): NewOAuthCredential {
  const { revision: _revision, ...rest } = previous
  const generation = previous.generation + 1
  return {
    ...rest,
    generation,
    obtainedAt: now,
    expiresAt: now + hour,
    accessToken: `fake-access-token-number-${generation}`,
    refreshToken: `fake-refresh-${generation}`,
  }
}

const noFetch: Fetch = () => Promise.reject(new Error('no network in this test'))

type Refresh = (credential: OAuthCredential) => Promise<NewOAuthCredential>

export interface ManagedAccount {
  readonly manager: StandardTokenManager
  readonly storage: TokenStorage
  readonly clock: TestClock
  readonly events: (readonly [string, object])[]
  /** Refresh tokens that were sent, in order. */
  readonly sent: string[]
  readonly context: ManagerContext
}

export function manage(
  options: {
    storage?: TokenStorage
    clock?: TestClock
    refresh?: Refresh
    flows?: readonly OAuthFlow[]
    settings?: unknown
    environment?: Record<string, string>
    fetch?: Fetch
  } = {},
): ManagedAccount {
  const clock = options.clock ?? new TestClock()
  const storage = options.storage ?? new MemoryTokenStorage()
  const hooks = createHookBus(silentLogger)
  const events: (readonly [string, object])[] = []
  const names = ['oauth.refresh.request', 'oauth.refresh.response', 'oauth.error'] satisfies (keyof HookPayloads)[]
  for (const name of names) hooks.on(name, (payload) => events.push([name, payload]), { name: 'recorder' })
  const sent: string[] = []
  const fetch = options.fetch ?? noFetch
  const flow: CustomFlow = {
    kind: 'custom',
    id: 'test',
    label: 'Test',
    login: () => Promise.resolve(credential({ grantId: 'grant-of-login' })),
    refresh: async (previous) => {
      sent.push(previous.refreshToken ?? '')
      return (options.refresh ?? ((it) => Promise.resolve(rotated(it, clock.now()))))(previous)
    },
  }
  const context: ManagerContext = {
    name: 'acme',
    packageName: '@test/acme',
    directory: '',
    stateDirectory: '',
    installationId: 'installation',
    environment: options.environment ?? {},
    logger: silentLogger,
    clock,
    hooks,
    fetch,
    settings: options.settings ?? {},
    storage,
    flows: options.flows ?? [flow],
    baseUrl: 'https://api.acme.example',
    createHttpClient: () => createHttpClient({ fetch }),
  }
  return { manager: new StandardTokenManager(context), storage, clock, events, sent, context }
}
