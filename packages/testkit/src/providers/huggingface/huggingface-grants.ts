// Codes, device codes and refresh tokens of the stand-in for Hugging Face, and what may be had for them.
import { createHash, randomBytes } from 'node:crypto'
import type { IssuedAccessTokens } from '../issued-access-tokens.js'

/** The public app that the user registered. */
export const huggingFaceApp = { clientId: '00000000-fake-4000-8000-client-of-user' } as const
/** That of the hf CLI, for nobody else. */
export const hfClientId = '00000000-fake-4000-8000-client-of-hf'

export interface HuggingFaceAnswers {
  /** Of access tokens. */
  readonly lifetimeSeconds: number
  /** Polls of a device code that are answered so before it is looked at, in this order. */
  readonly polls: readonly ('authorization_pending' | 'slow_down')[]
  /** Named as the issuer of id tokens. */
  readonly issuer: () => string
}

interface AuthorizationRequest {
  readonly redirectUri: string
  readonly challenge: string
  readonly scope: string
}

interface DeviceRequest {
  readonly userCode: string
  readonly scope: string
  readonly polls: string[]
  decision: 'none' | 'allowed' | 'denied'
}

export interface TokenReply {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

function refused(error: string, description: string, status = 400): TokenReply {
  return { status, body: { error, error_description: description } }
}

export class HuggingFaceGrants {
  readonly #tokens: IssuedAccessTokens
  readonly #answers: HuggingFaceAnswers
  readonly #codes = new Map<string, AuthorizationRequest>()
  readonly #devices = new Map<string, DeviceRequest>()
  /** Refresh token → scope. Each is good for one refresh, which brings the next. */
  readonly #refreshTokens = new Map<string, string>()

  constructor(tokens: IssuedAccessTokens, answers: HuggingFaceAnswers) {
    this.#tokens = tokens
    this.#answers = answers
  }

  /** @returns the code for the redirect */
  allow(request: AuthorizationRequest): string {
    const code = serial('fake-code-')
    this.#codes.set(code, request)
    return code
  }

  startDevice(scope: string): { readonly deviceCode: string; readonly userCode: string } {
    const deviceCode = serial('fake-device-code-')
    const letters = randomBytes(4).toString('hex').toUpperCase()
    const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`
    this.#devices.set(deviceCode, { userCode, scope, polls: [...this.#answers.polls], decision: 'none' })
    return { deviceCode, userCode }
  }

  /** A person entered the code. @returns whether there is such a one */
  decide(userCode: string, decision: 'allowed' | 'denied'): boolean {
    const device = [...this.#devices.values()].find((one) => one.userCode === userCode)
    if (device !== undefined) device.decision = decision
    return device !== undefined
  }

  /** A sign-in by the hf CLI. */
  signInToHf(): { readonly accessToken: string; readonly refreshToken: string } {
    return this.#issue('profile')
  }

  redeem(form: URLSearchParams): TokenReply {
    const client = form.get('client_id')
    if (client !== huggingFaceApp.clientId && client !== hfClientId)
      return refused('invalid_client', 'Invalid client', 401)
    const grant = form.get('grant_type')
    if (grant === 'authorization_code') return this.#redeemCode(form)
    if (grant === deviceGrant) return this.#redeemDeviceCode(form)
    if (grant === 'refresh_token') return this.#refresh(form)
    return refused('unsupported_grant_type', 'Unsupported grant type')
  }

  /** The person took the app back in the settings of the account. */
  revokeAll(): void {
    this.#refreshTokens.clear()
  }

  #redeemCode(form: URLSearchParams): TokenReply {
    const code = form.get('code') ?? ''
    const request = this.#codes.get(code)
    this.#codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (request?.redirectUri !== form.get('redirect_uri') || request?.challenge !== challenge)
      return refused('invalid_grant', 'Invalid code')
    return this.#grant(request.scope)
  }

  #redeemDeviceCode(form: URLSearchParams): TokenReply {
    const code = form.get('device_code') ?? ''
    const device = this.#devices.get(code)
    if (device === undefined) return refused('expired_token', 'Device code expired')
    const waiting = device.polls.shift() ?? (device.decision === 'none' ? 'authorization_pending' : undefined)
    if (waiting !== undefined) return refused(waiting, 'The user has not authorized the device yet')
    this.#devices.delete(code)
    return device.decision === 'allowed' ? this.#grant(device.scope) : refused('access_denied', 'Device code denied')
  }

  #refresh(form: URLSearchParams): TokenReply {
    const token = form.get('refresh_token') ?? ''
    const scope = this.#refreshTokens.get(token)
    if (scope === undefined) return refused('invalid_grant', 'Invalid refresh token')
    this.#refreshTokens.delete(token)
    return this.#grant(scope)
  }

  #grant(scope: string): TokenReply {
    const { accessToken, refreshToken } = this.#issue(scope)
    return {
      status: 200,
      body: {
        access_token: accessToken,
        token_type: 'bearer',
        expires_in: this.#answers.lifetimeSeconds,
        scope,
        refresh_token: refreshToken,
        ...(scope.split(' ').includes('openid') && { id_token: idToken(this.#answers.issuer()) }),
      },
    }
  }

  #issue(scope: string): { readonly accessToken: string; readonly refreshToken: string } {
    const refreshToken = serial('hf_oauth__refresh_')
    this.#refreshTokens.set(refreshToken, scope)
    return { accessToken: this.#tokens.issue(), refreshToken }
  }
}

function serial(prefix: string): string {
  return `${prefix}${randomBytes(16).toString('hex')}`
}

/** Nobody checks its signature here. */
function idToken(issuer: string): string {
  const claims = { iss: issuer, aud: huggingFaceApp.clientId, sub: 'fake-user-id', preferred_username: 'someone' }
  return (
    [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
    '.fake'
  )
}
