// Codes, device codes and refresh tokens of the stand-in for Microsoft Entra ID, and what may be had for them.
import { createHash, randomBytes } from 'node:crypto'
import type { IssuedAccessTokens } from '../issued-access-tokens.js'
import type { EntraRefusal } from './entra-refusal.js'

/** The one app registration of the directory. */
export interface EntraApplication {
  readonly clientId: string
  readonly clientSecret: string
}

interface AuthorizationRequest {
  readonly redirectUri: string
  readonly challenge: string
  readonly scope: string
}

interface DeviceRequest {
  readonly userCode: string
  readonly scope: string
  pendingPolls: number
  decision: 'none' | 'allowed' | 'declined'
}

type Parameters = URLSearchParams
export type GrantResult = { readonly granted: Readonly<Record<string, unknown>> } | { readonly refusal: EntraRefusal }

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
/** As the documents have it: the code of "not yet" is a refusal like any other. */
const pending: EntraRefusal = { error: 'authorization_pending', code: 70_016 }

function refused(error: string, code: number, words?: string): GrantResult {
  return { refusal: { error, code, ...(words !== undefined && { words }) } }
}

export class EntraGrants {
  readonly #application: EntraApplication
  readonly #tokens: IssuedAccessTokens
  readonly #lifetimeSeconds: number
  readonly #codes = new Map<string, AuthorizationRequest>()
  readonly #devices = new Map<string, DeviceRequest>()
  /** A new one comes at each refresh, and the old ones live on. */
  readonly #refreshTokens = new Map<string, { readonly scope: string; readonly login: number }>()
  readonly #endedLogins = new Set<number>()
  #logins = 0

  constructor(application: EntraApplication, tokens: IssuedAccessTokens, lifetimeSeconds: number) {
    this.#application = application
    this.#tokens = tokens
    this.#lifetimeSeconds = lifetimeSeconds
  }

  /** @returns the code for the redirect */
  allow(request: AuthorizationRequest): string {
    const code = `fake-code-${serial()}`
    this.#codes.set(code, request)
    return code
  }

  startDevice(scope: string, pendingPolls: number): { readonly deviceCode: string; readonly userCode: string } {
    const deviceCode = `fake-device-code-${serial()}`
    const userCode = randomBytes(5).toString('hex').slice(0, 9).toUpperCase()
    this.#devices.set(deviceCode, { userCode, scope, pendingPolls, decision: 'none' })
    return { deviceCode, userCode }
  }

  /** A person entered the code. @returns whether there is such a one */
  decide(userCode: string, decision: 'allowed' | 'declined'): boolean {
    const device = [...this.#devices.values()].find((one) => one.userCode === userCode)
    if (device !== undefined) device.decision = decision
    return device !== undefined
  }

  redeem(form: Parameters): GrantResult {
    if (form.get('client_id') !== this.#application.clientId) return refused('unauthorized_client', 700_016)
    const grant = form.get('grant_type')
    if (grant === 'client_credentials') return this.#asItself(form)
    if (form.has('client_secret')) return refused('invalid_client', 700_025, 'Client is public.')
    if (grant === 'authorization_code') return this.#redeemCode(form)
    if (grant === deviceGrant) return this.#redeemDeviceCode(form)
    if (grant === 'refresh_token') return this.#refresh(form)
    return refused('unsupported_grant_type', 70_003)
  }

  endLatestLogin(): void {
    this.#endedLogins.add(this.#logins)
  }

  #redeemCode(form: Parameters): GrantResult {
    const code = form.get('code') ?? ''
    const request = this.#codes.get(code)
    this.#codes.delete(code)
    if (request === undefined) return refused('invalid_grant', 54_005, 'The code was already redeemed.')
    if (request.redirectUri !== form.get('redirect_uri')) return refused('invalid_client', 500_112)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    return challenge === request.challenge ? this.#signedIn(request.scope) : refused('invalid_grant', 501_481)
  }

  #redeemDeviceCode(form: Parameters): GrantResult {
    const device = this.#devices.get(form.get('device_code') ?? '')
    if (device === undefined) return refused('bad_verification_code', 70_019)
    if (device.pendingPolls > 0 || device.decision === 'none') {
      device.pendingPolls -= 1
      return { refusal: pending }
    }
    this.#devices.delete(form.get('device_code') ?? '')
    return device.decision === 'allowed' ? this.#signedIn(device.scope) : refused('authorization_declined', 70_000)
  }

  #refresh(form: Parameters): GrantResult {
    const spent = this.#refreshTokens.get(form.get('refresh_token') ?? '')
    if (spent === undefined || this.#endedLogins.has(spent.login))
      return refused('invalid_grant', 700_082, 'The token has expired.')
    return { granted: this.#answer(spent.scope, spent.login) }
  }

  #asItself(form: Parameters): GrantResult {
    if (form.get('client_secret') !== this.#application.clientSecret) return refused('invalid_client', 7_000_215)
    const scope = form.get('scope') ?? ''
    if (!/^\S+\/\.default$/.test(scope)) return refused('invalid_scope', 70_011)
    return { granted: this.#answer(scope, 0) }
  }

  #signedIn(scope: string): GrantResult {
    this.#logins += 1
    return { granted: this.#answer(scope, this.#logins) }
  }

  #answer(scope: string, login: number): Readonly<Record<string, unknown>> {
    const refreshToken = `fake-refresh-token-${serial()}`
    const isOffline = scope.split(' ').includes('offline_access')
    if (isOffline) this.#refreshTokens.set(refreshToken, { scope, login })
    return {
      token_type: 'Bearer',
      scope: scope.replace(/ ?offline_access/, ''),
      expires_in: this.#lifetimeSeconds,
      ext_expires_in: this.#lifetimeSeconds,
      access_token: this.#tokens.issue(),
      ...(isOffline && { refresh_token: refreshToken }),
    }
  }
}

function serial(): string {
  return randomBytes(9).toString('base64url')
}
