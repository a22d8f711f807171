import type { Provider } from 'oidc-provider'
import { accountId, createGrant } from '../authorization/consent-policy.js'

export interface IssuedLogin {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
}

const scope = 'inference offline_access'

/**
 * What a person got who signed another tool in, long ago.
 * @param spent a refresh token of that login: it is of no use from now on, and the next tokens belong to the same grant
 */
export async function issueLogin(provider: Provider, clientId: string, spent = ''): Promise<IssuedLogin> {
  const client = await provider.Client.find(clientId)
  if (client === undefined) throw new Error(`there is no client ${clientId}`)
  const previous = await provider.RefreshToken.find(spent)
  await previous?.destroy()
  const grantId = previous?.grantId ?? (await createGrant(provider, clientId, scope.split(' ')))
  const token = { accountId, client, grantId, scope, gty: 'authorization_code' }
  const access = new provider.AccessToken(token)
  const refresh = new provider.RefreshToken(token)
  const [accessToken, refreshToken] = [await access.save(), await refresh.save()]
  return { accessToken, refreshToken, expiresIn: access.expiration }
}
