import type { Consent, SandboxOptions, SandboxStatistics } from '../sandbox.js'

/** The knobs of a running sandbox; they may be turned between two requests. */
export interface Behaviour {
  accessTokenLifetimeSeconds: number
  readonly refreshTokenLifetimeSeconds: number
  readonly rotation: boolean
  consent: Consent
  readonly deviceIntervalSeconds: number
  readonly tokenDelayMs: number
  readonly slowEventDelayMs: number
  slowDowns: number
  messageRejections: number
}

export type Counters = { -readonly [Name in keyof SandboxStatistics]: number }

export const createBehaviour = (options: SandboxOptions): Behaviour => ({
  accessTokenLifetimeSeconds: lifetime(options.accessTokenLifetimeSeconds ?? 3_600),
  refreshTokenLifetimeSeconds: lifetime(options.refreshTokenLifetimeSeconds ?? 30 * 86_400),
  rotation: options.rotation ?? true,
  consent: options.consent ?? 'auto',
  deviceIntervalSeconds: options.deviceIntervalSeconds ?? 1,
  tokenDelayMs: options.tokenDelayMs ?? 0,
  slowEventDelayMs: options.slowEventDelayMs ?? 250,
  slowDowns: 0,
  messageRejections: 0,
})

export const createCounters = (): Counters => ({
  authorizations: 0,
  registrations: 0,
  tokenRequests: 0,
  refreshes: 0,
  replays: 0,
  revokedFamilies: 0,
  messages: 0,
  rejectedCredentials: 0,
})

/** @throws RangeError: the authorization server counts in whole seconds */
export function lifetime(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new RangeError('a lifetime is a whole number of seconds, at least 1')
  return seconds
}
