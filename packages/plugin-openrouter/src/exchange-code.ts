// The one call that turns the code of a sign-in into a key. It is JSON and no token endpoint of OAuth.
import { CCProxyError, type ErrorCode, isCCProxyError, type LoginContext, type NewCredential } from '@ccproxy/core'
import * as v from 'valibot'
import { exchangedKey } from './schemas.js'

const again = 'run `ccproxy auth login openrouter` again'
const wrongAddress = 'Set plugins.openrouter.oauth.token_url to https://openrouter.ai/api/v1/auth/keys, or remove it.'

/** What each answer of https://openrouter.ai/docs/guides/overview/auth/oauth#error-codes means here. */
const refusals: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['CCPROXY_OAUTH_REQUEST_REJECTED', `OpenRouter did not accept the PKCE challenge; ${again}.`],
  403: [
    'CCPROXY_OAUTH_INVALID_GRANT',
    `A code works once and for ten minutes, with the account that was signed in: ${again}.`,
  ],
  404: ['CCPROXY_OAUTH_REQUEST_REJECTED', wrongAddress],
  405: ['CCPROXY_OAUTH_REQUEST_REJECTED', wrongAddress],
  429: ['CCPROXY_OAUTH_RATE_LIMITED', `OpenRouter asks to wait; ${again} in a minute.`],
}

/** A call that did not come through, told as one of a sign-in: no key was made, or nobody has it. */
const failures: ReadonlyMap<ErrorCode, ErrorCode> = new Map([
  ['CCPROXY_UPSTREAM_UNREACHABLE', 'CCPROXY_OAUTH_UNREACHABLE'],
  ['CCPROXY_UPSTREAM_TLS', 'CCPROXY_OAUTH_UNREACHABLE'],
  ['CCPROXY_UPSTREAM_TIMEOUT', 'CCPROXY_OAUTH_TIMEOUT'],
  ['CCPROXY_UPSTREAM_RESET', 'CCPROXY_OAUTH_CONNECTION_LOST'],
])

/** The sign-in that called it puts its own id as the flow. @throws CCPROXY_OAUTH_*, each with what to do; never with the code, the verifier or the answer */
export async function exchangeCode(context: LoginContext, tokenUrl: string, code: string): Promise<NewCredential> {
  const { pkce, clock, key, interaction } = context
  const name = `${key.provider}/${key.account}`
  if (code === '')
    throw new CCProxyError('CCPROXY_OAUTH_AUTHORIZATION_FAILED', `${name}: OpenRouter answered without a code`)
  const body = { code, code_verifier: pkce.verifier, code_challenge_method: 'S256' }
  const endpoint = `${name}: the token endpoint of ${new URL(tokenUrl).origin}`
  const { status, text } = await context.http
    .post(tokenUrl, { json: body, signal: interaction.signal })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((error: unknown) => {
      throw asSignInFailure(error, endpoint)
    })
  if (status !== 200) throw refusal(status, endpoint)
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), exchangedKey), text)
  if (!answer.success)
    throw new CCProxyError('CCPROXY_OAUTH_ANSWER_INVALID', `${endpoint} answered without a key`, {
      hint: `Something between here and OpenRouter may have answered (a proxy, a captive portal). ${wrongAddress}`,
    })
  const { key: apiKey, user_id: id } = answer.output
  return {
    kind: 'api-key',
    flow: '',
    apiKey,
    obtainedAt: clock.now(),
    extra: {},
    ...(typeof id === 'string' && { profile: { id } }),
  }
}

function refusal(status: number, endpoint: string): CCProxyError {
  if (status >= 300 && status < 400)
    return new CCProxyError('CCPROXY_OAUTH_REDIRECT_REFUSED', `${endpoint} redirected; redirects are not followed`)
  const [code, hint] = refusals[status] ?? [
    status >= 500 ? 'CCPROXY_OAUTH_SERVER_ERROR' : 'CCPROXY_OAUTH_REQUEST_REJECTED',
    `OpenRouter could not make a key now (https://status.openrouter.ai); ${again} later.`,
  ]
  return new CCProxyError(code, `${endpoint} answered status ${status}`, { hint })
}

function asSignInFailure(error: unknown, endpoint: string): unknown {
  const code = isCCProxyError(error) ? failures.get(error.code) : undefined
  if (code === undefined) return error
  return new CCProxyError(code, `${endpoint} gave no answer`, {
    hint: `Check the network and the proxy settings, then ${again}. A key that was made but not received can be removed at https://openrouter.ai/settings/keys.`,
  })
}
