// Token answers become credentials.
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { NewOAuthCredential, OAuthCredential } from '../storage/credential.js'
import type { CredentialAdditions } from './oauth-flow.js'
import type { ServerCall } from './wire/parties.js'
import type { TokenAnswer } from './wire/token-answer.js'

/** @returns the first credential of a new grant. @throws CCPROXY_OAUTH_ANSWER_INVALID when the plugin cannot read the answer */
export function grantedCredential(
  call: ServerCall,
  answer: TokenAnswer,
  extra: Readonly<Record<string, string>> = {},
): NewOAuthCredential {
  const { flow, session, clientId } = call
  const additions = additionsOf(call, answer)
  return {
    kind: 'oauth',
    flow: flow.id,
    grantId: crypto.randomUUID(),
    generation: 1,
    ...(clientId !== undefined && { clientId }),
    boundTo: {
      plugin: session.plugin,
      tokenOrigin: new URL(flow.token.url).origin,
      apiOrigin: session.apiOrigin,
      ...(flow.issuer !== undefined && { issuer: flow.issuer }),
      ...(flow.revokeUrl !== undefined && { revokeOrigin: new URL(flow.revokeUrl).origin }),
    },
    scopes: answer.scopes ?? flow.scopes ?? [],
    ...tokensOf(call, answer),
    ...(answer.refreshToken !== undefined && { refreshToken: answer.refreshToken }),
    ...additions,
    extra: { ...additions.extra, ...extra },
  }
}

/**
 * The next generation of a grant. What the answer does not renew is kept. An id token in it is not: verifying it needs
 * another request, and nothing may stand between a spent refresh token and the disk.
 */
export function renewedCredential(
  call: ServerCall,
  answer: TokenAnswer,
  credential: OAuthCredential,
): NewOAuthCredential {
  const { expiresAt: _expiresAt, refreshNotBefore: _refreshNotBefore, needsLogin: _needsLogin, ...kept } = credential
  const { revision: _revision, ...base } = kept
  const additions = leniently(call, () => additionsOf(call, answer))
  return {
    ...base,
    generation: credential.generation + 1,
    scopes: answer.scopes ?? credential.scopes,
    ...tokensOf(call, answer),
    ...(answer.refreshToken !== undefined && { refreshToken: answer.refreshToken }),
    ...additions,
    extra: { ...credential.extra, ...additions.extra },
  }
}

function tokensOf({ session }: ServerCall, answer: TokenAnswer) {
  const now = session.clock.now()
  const { accessToken, tokenType, expiresIn, refreshTokenExpiresIn } = answer
  return {
    obtainedAt: now,
    accessToken,
    tokenType,
    ...(expiresIn !== undefined && { expiresAt: now + expiresIn * 1000 }),
    ...(refreshTokenExpiresIn !== undefined && { refreshTokenExpiresAt: now + refreshTokenExpiresIn * 1000 }),
  }
}

function additionsOf({ flow, session }: ServerCall, answer: TokenAnswer): CredentialAdditions {
  try {
    return flow.credential?.(answer.raw) ?? {}
  } catch (error) {
    if (isCCProxyError(error)) throw error
    // Without the cause: a failed schema quotes what it read.
    const { provider, account } = session.key
    throw new CCProxyError(
      'CCPROXY_OAUTH_ANSWER_INVALID',
      `${provider}/${account}: the plugin could not read the token answer`,
    )
  }
}

/** The old refresh token is spent by now: a plugin that cannot read the new answer must not cost the login. */
function leniently({ session }: ServerCall, read: () => CredentialAdditions): CredentialAdditions {
  try {
    return read()
  } catch {
    session.logger.warn(
      'the plugin could not read the answer of a refresh; the tokens are kept without its additions',
      {
        ...session.key,
      },
    )
    return {}
  }
}
