/** Keys as oidc-provider names its routes. */
export const paths = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  device_authorization: '/oauth/device',
  revocation: '/oauth/revoke',
  jwks: '/oauth/jwks',
  code_verification: '/device',
} as const

export interface SandboxEndpoints {
  readonly issuer: string
  readonly authorize: string
  readonly token: string
  readonly deviceAuthorization: string
  readonly revocation: string
  readonly jwks: string
}

/** Where a sandbox answers, also one that does not run yet. `origin`: without a trailing slash. */
export const sandboxEndpoints = (origin: string): SandboxEndpoints => ({
  issuer: origin,
  authorize: origin + paths.authorization,
  token: origin + paths.token,
  deviceAuthorization: origin + paths.device_authorization,
  revocation: origin + paths.revocation,
  jwks: origin + paths.jwks,
})
