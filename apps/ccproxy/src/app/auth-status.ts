import { type CredentialKey, type ProviderPluginRuntime, toCCProxyError } from '@ccproxy/core'
import { defaultAccount, type Host } from '@ccproxy/host'

export interface AuthStatus {
  readonly providers: readonly object[]
}

export interface AuthStatusOptions {
  /** False leaves out who is signed in and where credentials are kept. */
  readonly showsPrivate: boolean
}

/** What is known of every account of every running provider. Asks no provider and shows no token. */
export async function authStatus(host: Pick<Host, 'providers'>, options: AuthStatusOptions): Promise<AuthStatus> {
  const lists = await Promise.all(host.providers.map(async (provider) => providerStatus(provider, options)))
  return { providers: lists.flat() }
}

async function providerStatus(provider: ProviderPluginRuntime, options: AuthStatusOptions): Promise<readonly object[]> {
  const accounts = await provider.manager.accounts().catch(() => [])
  const keys = accounts.length === 0 ? [{ provider: provider.name, account: defaultAccount }] : accounts
  return Promise.all(keys.map(async (key) => accountStatus(provider, key, options)))
}

async function accountStatus(
  provider: ProviderPluginRuntime,
  key: CredentialKey,
  { showsPrivate }: AuthStatusOptions,
): Promise<object> {
  try {
    const fields: object = (await provider.manager.snapshot(key)).toJSON()
    return showsPrivate ? fields : withoutPrivate(fields)
  } catch (error) {
    // A credential that cannot be read is a state too, and must not hide the others.
    const { code, hint } = toCCProxyError(error)
    const storage = showsPrivate ? { storage: provider.storage.describe(key) } : {}
    return { ...key, state: 'needs-login', lastError: { code, hint }, ...storage }
  }
}

const privateFields: ReadonlySet<string> = new Set(['profile', 'storage'])

function withoutPrivate(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !privateFields.has(name)))
}

/** True when some account of some provider could serve a request now or after a refresh. */
export async function isReady(host: Pick<Host, 'providers'>): Promise<boolean> {
  const verdicts = await Promise.all(host.providers.map(canServe))
  return verdicts.includes(true)
}

async function canServe({ manager }: ProviderPluginRuntime): Promise<boolean> {
  try {
    const snapshots = await Promise.all((await manager.accounts()).map(async (key) => manager.snapshot(key)))
    return snapshots.some(
      ({ state, expiresInSeconds = 0 }) =>
        state === 'valid' ||
        state === 'expiring' ||
        state === 'expired' ||
        // It cannot be renewed, but what is left of it is still served.
        (state === 'needs-login' && expiresInSeconds > 0),
    )
  } catch {
    return false
  }
}
