import { paths } from './create-provider.js'

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
