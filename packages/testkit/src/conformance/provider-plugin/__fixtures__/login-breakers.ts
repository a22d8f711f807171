import {
  type AcquireOptions,
  type CredentialKey,
  type LoginInteraction,
  type LogoutResult,
  type ManagerContext,
  type NewOAuthCredential,
  type OAuthCredential,
  type ProviderSettings,
  type RefreshContext,
  StandardTokenManager,
  type TokenSnapshot,
} from '@ccproxy/core'
import { alteredSnapshot } from '../bench/altered-snapshot.js'
import { acme, browserFlow } from './acme.js'
import type { Breaker } from './breaker.js'

type Context = ManagerContext<ProviderSettings>

/** Signs in beside what was asked for, so that nothing is stored where it belongs. */
class ForgetfulManager extends StandardTokenManager<ProviderSettings> {
  override login(
    key: CredentialKey,
    flowId: string | readonly string[],
    interaction: LoginInteraction,
  ): Promise<TokenSnapshot> {
    return super.login({ ...key, account: 'elsewhere' }, flowId, interaction)
  }
}

class LazyManager extends StandardTokenManager<ProviderSettings> {
  override async refreshCredential(credential: OAuthCredential): Promise<NewOAuthCredential> {
    return { ...credential, generation: credential.generation + 1 }
  }
}

class UnableManager extends StandardTokenManager<ProviderSettings> {
  override refresh(): Promise<TokenSnapshot> {
    return Promise.reject(new Error('refreshing is not written yet'))
  }
}

/** Keeps the first refresh token forever. */
class FaithfulManager extends StandardTokenManager<ProviderSettings> {
  override async refreshCredential(credential: OAuthCredential, context: RefreshContext): Promise<NewOAuthCredential> {
    const next = await super.refreshCredential(credential, context)
    return { ...next, ...(credential.refreshToken === undefined ? {} : { refreshToken: credential.refreshToken }) }
  }
}

class RepeatingManager extends StandardTokenManager<ProviderSettings> {
  override async refreshCredential(credential: OAuthCredential, context: RefreshContext): Promise<NewOAuthCredential> {
    const next = await super.refreshCredential(credential, context)
    await super.refreshCredential({ ...credential, ...next }, context)
    return next
  }
}

class StubbornManager extends StandardTokenManager<ProviderSettings> {
  override async refreshCredential(credential: OAuthCredential, context: RefreshContext): Promise<NewOAuthCredential> {
    return super.refreshCredential(credential, context).catch(() => super.refreshCredential(credential, context))
  }
}

class ClingingManager extends StandardTokenManager<ProviderSettings> {
  override async logout(): Promise<LogoutResult> {
    return { removed: true, revocation: 'not-offered' }
  }
}

/** Says that the token that was refused is a new one. */
class InsistingManager extends StandardTokenManager<ProviderSettings> {
  override async acquire(key: CredentialKey, options: AcquireOptions = {}): Promise<TokenSnapshot> {
    if (options.rejected === undefined) return super.acquire(key, options)
    return alteredSnapshot(options.rejected, { revision: 'another' })
  }
}

class ResignedManager extends StandardTokenManager<ProviderSettings> {
  override async acquire(key: CredentialKey, options: AcquireOptions = {}): Promise<TokenSnapshot> {
    return options.rejected ?? super.acquire(key, options)
  }
}

export const loginBreakers: readonly Breaker[] = [
  {
    rule: 'sign-in',
    wrong: 'asks for a scope that nobody knows',
    factory: acme({
      flows: (settings) => [browserFlow(settings, { authorizeParams: () => ({ scope: 'everything' }) })],
    }),
    says: 'the sign-in by `browser` failed: CCPROXY_OAUTH_',
  },
  {
    rule: 'sign-in',
    wrong: 'stores the login under another account',
    factory: acme({ manager: (context: Context) => new ForgetfulManager(context) }),
    says: 'nothing was stored for acme/default',
  },
  {
    rule: 'refresh',
    wrong: 'takes what it has for new',
    factory: acme({ manager: (context: Context) => new LazyManager(context) }),
    says: 'after a refresh the access token is the same',
  },
  {
    rule: 'refresh',
    wrong: 'cannot refresh',
    factory: acme({ manager: (context: Context) => new UnableManager(context) }),
    says: 'a refresh of a good login fails: Error: refreshing is not written yet',
  },
  {
    rule: 'rotation',
    wrong: 'keeps the old refresh token',
    factory: acme({ manager: (context: Context) => new FaithfulManager(context) }),
    says: 'the old refresh token is still stored',
  },
  {
    rule: 'rotation',
    wrong: 'redeems twice and keeps what came first',
    factory: acme({ manager: (context: Context) => new RepeatingManager(context) }),
    says: 'in a row fails',
  },
  {
    rule: 'ended-login',
    wrong: 'sends an ended login again at once',
    factory: acme({ manager: (context: Context) => new StubbornManager(context) }),
    says: 'was sent 2 times by one refresh',
  },
  {
    rule: 'ended-login',
    wrong: 'takes the end of a login for a fault of the server',
    factory: acme({
      flows: (settings) => [
        browserFlow(settings, {
          token: {
            url: settings.oauth.tokenUrl ?? '',
            normalize: (answer) => ('error' in answer ? { ...answer, error: 'temporarily_unavailable' } : answer),
          },
        }),
      ],
    }),
    says: 'after the provider ended the login its state is',
  },
  {
    rule: 'sign-out',
    wrong: 'says that it signed out',
    factory: acme({ manager: (context: Context) => new ClingingManager(context) }),
    says: 'after a sign-out the login is still stored',
  },
  {
    rule: 'sign-out',
    wrong: 'revokes at an address that knows nothing of it',
    factory: acme({
      flows: (settings) => [browserFlow(settings, { revokeUrl: `${settings.oauth.tokenUrl ?? ''}/revocation` })],
    }),
    says: 'at sign-out the revocation is "failed"',
  },
  {
    rule: 'replay',
    wrong: 'sends the refused token again under another revision',
    factory: acme({ manager: (context: Context) => new InsistingManager(context) }),
    says: 'is sent again with the same token',
  },
  {
    rule: 'replay',
    wrong: 'gives up a token that could be renewed',
    factory: acme({ manager: (context: Context) => new ResignedManager(context) }),
    says: 'is not sent again; the client sees 401',
  },
]
