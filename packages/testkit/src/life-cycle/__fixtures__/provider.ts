// A provider whose authorization server is the sandbox, for processes that fight over one login.
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import {
  type Clock,
  type CredentialKey,
  createHookBus,
  defineProviderPlugin,
  JsonTokenStorage,
  type Lease,
  type LockOptions,
  type ProviderPluginRuntime,
  providerSettings,
  silentLogger,
} from '@ccproxy/core'
import { createOutbound } from '@ccproxy/host'
import { testCertificate } from '../../upstream/test-certificate.ts'

export const key: CredentialKey = { provider: 'acme', account: 'default' }

export interface MemberOptions {
  readonly directory: string
  readonly stateDirectory: string
  readonly origin: string
  readonly tokenUrl: string
  readonly authorizeUrl: string
  readonly revokeUrl: string
  readonly clientId: string
  /** Takes the lock away, so that only the redeem ticket protects the login. */
  readonly withoutLock?: boolean
}

/** A storage whose lock excludes nobody. */
class UnlockedStorage extends JsonTokenStorage {
  override withLock<T>(_key: CredentialKey, task: (lease: Lease) => Promise<T>, _options: LockOptions): Promise<T> {
    return task({ signal: new AbortController().signal, assertHeld: () => {} })
  }
}

const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme',
  config: providerSettings({ baseUrl: 'https://api.acme.example', oauth: { scopes: ['openid', 'offline_access'] } }),
  flows: ({ oauth }) => [
    {
      kind: 'authorization-code',
      id: 'browser',
      label: 'Acme',
      pkce: 'S256',
      redirect: { kind: 'loopback' },
      authorizeUrl: oauth.authorizeUrl ?? '',
      clientId: oauth.clientId,
      scopes: oauth.scopes,
      token: { url: oauth.tokenUrl ?? '' },
      revokeUrl: oauth.revokeUrl,
    },
  ],
  adapter: () => ({ dialects: ['anthropic-messages'], prepare: () => ({ headers: {} }) }),
})

/** Time that a test moves, the same for every process that is told so. */
export class ShiftedClock implements Clock {
  shiftMs = 0
  now(): number {
    return Date.now() + this.shiftMs
  }
  monotonic(): number {
    return performance.now() + this.shiftMs
  }
}

const network = { connectTimeout: 10, responseTimeout: 120, idleTimeout: 120 }

export function createMember(options: MemberOptions, clock: Clock): Promise<ProviderPluginRuntime> {
  const { directory, stateDirectory, origin, tokenUrl, authorizeUrl, revokeUrl, clientId } = options
  setDefaultCACertificates([...getCACertificates('default'), testCertificate.certificate])
  const Storage = options.withoutLock === true ? UnlockedStorage : JsonTokenStorage
  const storage = new Storage({ directory, stateDirectory, logger: silentLogger, clock })
  return factory.create(
    { baseUrl: origin, oauth: { clientId, authorizeUrl, tokenUrl, revokeUrl } },
    {
      packageName: '@test/acme',
      directory,
      stateDirectory,
      installationId: 'test',
      environment: {},
      logger: silentLogger,
      clock,
      hooks: createHookBus(silentLogger),
      fetch: createOutbound(network, {}).fetch,
      storage,
    },
  )
}
