// RFC 7523 §2.1: a signed assertion is exchanged for an access token, once.
import { errors, type Provider } from 'oidc-provider'
import type { IdentityTokens } from '../owners/identity-tokens.js'
import { jwtBearerGrant } from './clients.js'

export interface AssertionGrantOptions {
  readonly identities: IdentityTokens
  /** Awaited before the answer: whoever issued the assertion has the next one ready by then. */
  readonly onSpent: () => Promise<void>
}

/** No refresh token: the next access token takes the next assertion. */
export function installAssertionGrant(provider: Provider, { identities, onSpent }: AssertionGrantOptions): void {
  provider.registerGrantType<{ assertion?: string }>(
    jwtBearerGrant,
    async (context) => {
      const { client, params } = context.oidc
      const identity = await identities.verify(params.assertion ?? '')
      if (identity === undefined) throw new errors.InvalidGrant('the assertion is not valid')
      if (!(await provider.ReplayDetection.unique(provider.issuer, identity.id, identity.expiresAt)))
        throw new errors.InvalidGrant('the assertion was used before')
      await onSpent()
      const token = new provider.ClientCredentials({ client, scope: 'inference' })
      context.body = {
        access_token: await token.save(),
        expires_in: token.expiration,
        scope: token.scope,
        token_type: token.tokenType,
      }
    },
    ['assertion', 'scope'],
  )
}
