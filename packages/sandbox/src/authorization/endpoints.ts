/** Keys as oidc-provider names its routes. */
export const paths = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  device_authorization: '/oauth/device',
  revocation: '/oauth/revoke',
  jwks: '/oauth/jwks',
  code_verification: '/device',
} as const

/** The token endpoint again, with the manners of other servers, and what is no OAuth at all. */
export const deviatingPaths = {
  jsonToken: '/oauth/token/json',
  errorsIn200Token: '/oauth/token/errors-in-200',
  federationToken: '/oauth/token/federation',
  keyAuthorize: '/keys/authorize',
  keys: '/keys',
  owner: '/owner/token',
} as const

export interface SandboxEndpoints {
  readonly issuer: string
  readonly authorize: string
  readonly token: string
  readonly deviceAuthorization: string
  readonly revocation: string
  readonly jwks: string
  /** Reads JSON only. */
  readonly jsonToken: string
  /** Every answer has status 200; a refusal says `{ ok: false, reason, message }`. */
  readonly errorsIn200Token: string
  /** Exchanges assertions (RFC 7523 §2.1). */
  readonly federationToken: string
  /** Takes `callback_url` and a PKCE challenge, no client; the code is exchanged for a key at `keys`. */
  readonly keyAuthorize: string
  readonly keys: string
}

/** Where a sandbox answers, also one that does not run yet. `origin`: without a trailing slash. */
export const sandboxEndpoints = (origin: string): SandboxEndpoints => ({
  issuer: origin,
  authorize: origin + paths.authorization,
  token: origin + paths.token,
  deviceAuthorization: origin + paths.device_authorization,
  revocation: origin + paths.revocation,
  jwks: origin + paths.jwks,
  jsonToken: origin + deviatingPaths.jsonToken,
  errorsIn200Token: origin + deviatingPaths.errorsIn200Token,
  federationToken: origin + deviatingPaths.federationToken,
  keyAuthorize: origin + deviatingPaths.keyAuthorize,
  keys: origin + deviatingPaths.keys,
})
