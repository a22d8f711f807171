import type { IssuedCredentials } from '../authorization/issued-credentials.js'
import type { Behaviour } from '../server/behaviour.js'
import { sandboxApiKey } from './api-key.js'
import type { CredentialVerdict } from './credential-verdict.js'

/** Accepts the API key (wherever a dialect has it) or a living access token of the authorization server; never both at once, as the APIs do. */
export function createCredentialCheck(issued: IssuedCredentials, behaviour: Behaviour) {
  return ({ headers, url }: Request): CredentialVerdict => {
    const key = headers.get('x-api-key') ?? headers.get('x-goog-api-key') ?? new URL(url).searchParams.get('key')
    const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
    if (key !== null && bearer !== undefined) return 'conflicting'
    if (behaviour.messageRejections > 0) {
      behaviour.messageRejections -= 1
      return 'unknown'
    }
    // In OpenAI's dialects a key is a bearer, and so it is in the Anthropic SDK since its version 1.
    const either = key ?? bearer
    if (either === undefined) return 'absent'
    if (either === sandboxApiKey || issued.isKey(either)) return 'accepted'
    const token = bearer === undefined ? undefined : issued.findToken(bearer)
    if (token === undefined) return 'unknown'
    return token.isExpired ? 'expired' : 'accepted'
  }
}
