// A login that has just begun, at a token endpoint that does as it is told, under a clock that stands still.
import {
  createHookBus,
  defineProviderPlugin,
  type Fetch,
  type HookPayloads,
  MemoryTokenStorage,
  type NewOAuthCredential,
  providerSettings,
  silentLogger,
  type TokenManager,
  type TokenStorage,
} from '@ccproxy/core'
import { createTestClock, type TestClock } from '../../environment/create-test-clock.js'
import { createTestServices } from '../../environment/create-test-services.js'
import { type FaultyTokenEndpoint, startFaultyTokenEndpoint } from '../../token-endpoint/start-faulty-token-endpoint.js'

export const key = { provider: 'acme', account: 'default' }
export const hour = 3_600_000

const apiOrigin = 'https://api.acme.example'
const watchedEvents = ['oauth.refresh.response', 'oauth.error'] satisfies (keyof HookPayloads)[]

const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme',
  config: providerSettings({ baseUrl: apiOrigin, oauth: { clientId: 'client-1', scopes: ['inference'] } }),
  flows: ({ oauth }) => [
    {
      kind: 'device-code',
      id: 'device',
      label: 'Acme',
      deviceAuthorizationUrl: oauth.tokenUrl ?? '',
      clientId: oauth.clientId,
      scopes: oauth.scopes,
      token: { url: oauth.tokenUrl ?? '' },
    },
    { kind: 'api-key', id: 'key', label: 'Acme key', env: [] },
  ],
  adapter: () => ({ dialects: ['anthropic-messages'], prepare: () => ({ headers: {} }) }),
})

export interface ManagedLogin {
  readonly manager: TokenManager
  readonly storage: TokenStorage
  readonly endpoint: FaultyTokenEndpoint
  readonly clock: TestClock
  /** Name and payload, in order. */
  readonly events: (readonly [string, object])[]
  /** The same login in another program: a manager of its own over `storage`. */
  another(storage?: TokenStorage): Promise<TokenManager>
  [Symbol.asyncDispose](): Promise<void>
}

export interface ManagedLoginOptions {
  readonly storage?: TokenStorage
  readonly fetch?: Fetch
  readonly clock?: TestClock
  readonly endpoint?: FaultyTokenEndpoint
}

export function freshCredential(endpoint: FaultyTokenEndpoint, now: number): NewOAuthCredential {
  return {
    kind: 'oauth',
    flow: 'device',
    obtainedAt: now,
    extra: {},
    ...endpoint.issue(),
    tokenType: 'Bearer',
    expiresAt: now + hour,
    scopes: ['inference'],
    clientId: 'client-1',
    grantId: `grant-${endpoint.family.issued.length}`,
    generation: 1,
    boundTo: { plugin: '@acme/plugin', tokenOrigin: new URL(endpoint.url).origin, apiOrigin },
  }
}

export async function startManagedLogin(options: ManagedLoginOptions = {}): Promise<ManagedLogin> {
  const endpoint = options.endpoint ?? (await startFaultyTokenEndpoint())
  const storage: TokenStorage = options.storage ?? new MemoryTokenStorage()
  const clock = options.clock ?? createTestClock(Date.now())
  const events: (readonly [string, object])[] = []
  const hooks = createHookBus(silentLogger)
  for (const name of watchedEvents) hooks.on(name, (payload) => events.push([name, payload]), { name: 'recorder' })

  const managers: TokenManager[] = []
  async function another(own: TokenStorage = storage): Promise<TokenManager> {
    const services = createTestServices({ packageName: '@acme/plugin', storage: own, clock, hooks })
    const { manager } = await factory.create(
      { oauth: { tokenUrl: endpoint.url } },
      { ...services, fetch: options.fetch ?? services.fetch },
    )
    managers.push(manager)
    return manager
  }

  await storage.write(key, freshCredential(endpoint, clock.now()), { expectedRevision: null })
  const manager = await another()
  await manager.acquire(key)
  return {
    manager,
    storage,
    endpoint,
    clock,
    events,
    another,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(managers.map((one) => one.stop()))
      await storage.close?.()
      await endpoint.close()
    },
  }
}

/** The generation that is stored; 0: none. */
export async function storedGeneration({ storage }: Pick<ManagedLogin, 'storage'>): Promise<number> {
  const stored = await storage.read(key)
  return stored?.kind === 'oauth' ? stored.generation : 0
}
