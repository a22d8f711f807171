// PKCE without a registered client: https://openrouter.ai/docs/guides/overview/auth/oauth
import { type ApiKeyFlow, CCProxyError, type CustomFlow, type LoginContext, type OAuthFlow } from '@ccproxy/core'
import { exchangeCode } from './exchange-code.js'

/** Where to sign in, and where the code becomes a key. */
interface Endpoints {
  readonly authorizeUrl: string
  readonly tokenUrl: string
}

/** Any port of localhost is accepted; 3000 is the one that every version of the documents names. */
const callbackPorts = [0, 3000]

/** The callback carries no `state`: that its path cannot be guessed is what ties it to the attempt. */
function browser({ authorizeUrl, tokenUrl }: Endpoints): CustomFlow {
  return {
    kind: 'custom',
    id: 'browser',
    label: 'OpenRouter account',
    login: async (context) => {
      const parameters = await context.awaitCallback({
        // The documents speak of `localhost` only, not of its addresses.
        host: 'localhost',
        ports: callbackPorts,
        authorizeUrl: (callbackUrl) => signInUrl(authorizeUrl, context, { callback_url: callbackUrl }),
      })
      return await exchangeCode(context, tokenUrl, parameters.get('code') ?? '')
    },
  }
}

/** Without a callback address OpenRouter shows the code, for machines that a browser cannot reach. */
function code({ authorizeUrl, tokenUrl }: Endpoints): CustomFlow {
  return {
    kind: 'custom',
    id: 'code',
    label: 'OpenRouter account, in a browser elsewhere',
    login: async (context) => {
      const { interaction } = context
      await interaction.showUrl(signInUrl(authorizeUrl, context, { key_label: 'CCProxy' }))
      return await exchangeCode(context, tokenUrl, await pastedCode(context))
    },
  }
}

const key: ApiKeyFlow = {
  kind: 'api-key',
  id: 'key',
  label: 'API key',
  env: ['OPENROUTER_API_KEY'],
  pattern: /^sk-or-/,
}

function signInUrl(
  address: string,
  { pkce }: Pick<LoginContext, 'pkce'>,
  parameters: Readonly<Record<string, string>>,
): URL {
  const url = new URL(address)
  const challenge = { code_challenge: pkce.challenge, code_challenge_method: 'S256' }
  for (const [name, value] of Object.entries({ ...parameters, ...challenge })) url.searchParams.set(name, value)
  return url
}

/** @throws CCPROXY_OAUTH_PASTE_INVALID */
async function pastedCode({ interaction, key: { provider, account } }: LoginContext): Promise<string> {
  const { signal } = interaction
  const line = await interaction.prompt('Paste the code that OpenRouter shows: ', { signal }).catch(() => '')
  const pasted = line.trim()
  if (/^[\x21-\x7e]+$/.test(pasted)) return pasted
  throw new CCProxyError('CCPROXY_OAUTH_PASTE_INVALID', `${provider}/${account}: no code was pasted`, {
    hint: 'Start again, and paste the code alone, as OpenRouter shows it after you allowed the access.',
  })
}

export function flows(endpoints: Endpoints): readonly OAuthFlow[] {
  return [browser(endpoints), code(endpoints), key]
}
