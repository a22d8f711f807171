// Around the token endpoint: one request at a time, saved before it is answered, counted.
import { setTimeout as delay } from 'node:timers/promises'
import type { Provider } from 'oidc-provider'
import type { Behaviour, Counters } from '../server/behaviour.js'
import { paths } from './endpoints.js'
import type { StateStore } from './state-store.js'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Must run before `provider.callback()` is taken: middleware added later has no effect. */
export function installTokenRequests(
  provider: Provider,
  { store, behaviour, counters }: { store: StateStore; behaviour: Behaviour; counters: Counters },
): void {
  let previous: Promise<void> = Promise.resolve()

  provider.use(async (context, next) => {
    if (context.path !== paths.token || context.method !== 'POST') {
      await next()
      return
    }
    counters.tokenRequests += 1
    // Two requests with one refresh token must not both find it unused: the check and the rotation are several steps.
    const turn = previous
    const { promise, resolve } = Promise.withResolvers<void>()
    previous = promise
    await turn
    try {
      await next()
    } finally {
      store.flush()
      resolve()
    }
    if (behaviour.slowDowns > 0 && isObject(context.body) && context.body['error'] === 'authorization_pending') {
      behaviour.slowDowns -= 1
      context.body = { error: 'slow_down', error_description: 'you are polling too quickly' }
    }
    if (behaviour.tokenDelayMs > 0) await delay(behaviour.tokenDelayMs)
  })

  provider.use(async (context, next) => {
    try {
      await next()
    } finally {
      store.flush()
    }
    // RFC 8628 §3.2; oidc-provider leaves it out.
    if (context.path === paths.device_authorization && context.status === 200 && isObject(context.body)) {
      context.body = { ...context.body, interval: behaviour.deviceIntervalSeconds }
    }
  })

  provider.on('grant.error', (_context, error) => {
    if (/already (used|consumed)/.test(error.error_detail ?? '')) counters.replays += 1
  })
  provider.on('grant.success', ({ oidc }) => {
    if (oidc.params?.['grant_type'] === 'refresh_token') counters.refreshes += 1
  })
  provider.on('grant.revoked', () => {
    counters.revokedFamilies += 1
  })
  provider.on('authorization.success', () => {
    counters.authorizations += 1
  })
}
