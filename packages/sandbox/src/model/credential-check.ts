import type { Provider } from 'oidc-provider'
import type { Behaviour } from '../server/behaviour.js'
import { ModelError } from './anthropic-error.js'
import { sandboxApiKey } from './api-key.js'

/** Accepts the API key (in either header) or a living access token of the authorization server; never both at once, as the API does. */
export function createCredentialCheck(provider: Provider, behaviour: Behaviour) {
  /** @throws ModelError 401 */
  return async (headers: Headers): Promise<void> => {
    const apiKey = headers.get('x-api-key')
    const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
    if (apiKey !== null && bearer !== undefined)
      throw new ModelError(401, 'Send either x-api-key or a bearer token, not both')
    if (behaviour.messageRejections > 0) {
      behaviour.messageRejections -= 1
      throw new ModelError(401, 'Invalid bearer token')
    }
    // The official SDK sends a key as a bearer since its version 1.
    if (apiKey === sandboxApiKey || bearer === sandboxApiKey) return
    if (apiKey !== null) throw new ModelError(401, 'invalid x-api-key')
    if (bearer === undefined) throw new ModelError(401, 'x-api-key header or bearer token is required')
    const token = await provider.AccessToken.find(bearer, { ignoreExpiration: true })
    if (token === undefined) throw new ModelError(401, 'Invalid bearer token')
    if (token.isExpired) throw new ModelError(401, 'OAuth token has expired')
  }
}
