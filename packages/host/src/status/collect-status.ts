// Who is signed in, as `auth status`, `GET /auth/status` and the banner of `serve` show it.
import {
  type Clock,
  type CredentialKey,
  type ProviderPluginRuntime,
  type TokenStatus,
  toCCProxyError,
} from '@ccproxy/core'
import { defaultAccount } from '../routing/account-name.js'
import { mapLimited } from '../tasks/map-limited.js'

type Provider = Pick<ProviderPluginRuntime, 'name' | 'manager' | 'storage'>

export interface StatusOptions {
  /** This account only, whether or not it has a credential. */
  readonly account?: string | undefined
  /** More accounts of one provider are left out, `default` last of all. Default: all are shown. */
  readonly atMost?: number | undefined
  readonly clock: Pick<Clock, 'now'>
}

/** Credential files that are open at once. */
const readsAtOnce = 32

/**
 * What is known of every account, in the order of the providers; one in state `absent` for a provider that has none. A
 * credential that cannot be read has a row that says why, and hides no other. Asks no provider and shows no token.
 */
export async function collectStatus(
  providers: readonly Provider[],
  options: StatusOptions,
): Promise<readonly TokenStatus[]> {
  const rows: TokenStatus[] = []
  for (const provider of providers) {
    const keys = await keysOf(provider, options)
    rows.push(...(await mapLimited(keys, readsAtOnce, (key) => statusOf(provider, key, options))))
  }
  return rows
}

async function keysOf(
  { name, manager }: Provider,
  { account, atMost }: StatusOptions,
): Promise<readonly CredentialKey[]> {
  if (account !== undefined) return [{ provider: name, account }]
  // Why they cannot be listed is what reading the default account says.
  const keys = await manager.accounts().catch(() => [])
  if (keys.length === 0) return [{ provider: name, account: defaultAccount }]
  if (atMost === undefined || keys.length <= atMost) return keys
  return keys
    .toSorted((a, b) => Number(b.account === defaultAccount) - Number(a.account === defaultAccount))
    .slice(0, atMost)
}

async function statusOf(
  { manager, storage }: Provider,
  key: CredentialKey,
  { clock }: StatusOptions,
): Promise<TokenStatus> {
  try {
    return (await manager.snapshot(key)).toJSON()
  } catch (error) {
    const { code, hint } = toCCProxyError(error)
    return {
      ...key,
      kind: null,
      flow: null,
      state: 'needs-login',
      usable: false,
      expiresAt: null,
      expiresInSeconds: null,
      scopes: [],
      accessToken: null,
      hasRefreshToken: false,
      signedInAt: null,
      obtainedAt: null,
      lastRefreshAt: null,
      lastError: { code, hint, at: new Date(clock.now()).toISOString() },
      refreshTokenExpiresAt: null,
      loginEndsAt: null,
      endsSoon: false,
      profile: null,
      storage: storage.describe(key),
      shadows: [],
    }
  }
}
