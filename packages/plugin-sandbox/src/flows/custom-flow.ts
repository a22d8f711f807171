import type { CustomFlow } from '@ccproxy/core'
import { issuedKey } from '../schemas.js'
import type { SandboxServer } from './sandbox-server.js'

/** No client and no state: PKCE and a callback path that nobody can guess tie the answer to the attempt. */
export function customFlow({ endpoints }: SandboxServer): CustomFlow {
  const id = 'custom'
  return {
    kind: 'custom',
    id,
    label: 'Browser: PKCE without a client, the code becomes a key',
    login: async ({ awaitCallback, clock, http, interaction, pkce }) => {
      const parameters = await awaitCallback({
        authorizeUrl: (redirectUri) => {
          const url = new URL(endpoints.keyAuthorize)
          url.searchParams.set('callback_url', redirectUri)
          url.searchParams.set('code_challenge', pkce.challenge)
          url.searchParams.set('code_challenge_method', 'S256')
          return url
        },
      })
      const code = parameters.get('code') ?? ''
      const exchange = { code, code_verifier: pkce.verifier, code_challenge_method: 'S256' }
      const { key: apiKey } = await http
        .post(endpoints.keys, { json: exchange, signal: interaction.signal })
        .json(issuedKey)
      return { kind: 'api-key', flow: id, apiKey, obtainedAt: clock.now(), extra: {} }
    },
  }
}
