// How the state of a login reads, and what it means for whoever asked.
import type { TokenState, TokenStatus } from '@ccproxy/core'
import { duration } from './duration.js'
import type { Paint } from './output.js'
import type { Cell } from './text-table.js'

const states = {
  valid: ['signed in', 'green'],
  expiring: ['signed in, refresh due', 'green'],
  expired: ['expired', 'yellow'],
  'needs-login': ['needs a login', 'red'],
  absent: ['not signed in', 'dim'],
} as const satisfies Readonly<Record<TokenState, readonly [string, keyof Paint]>>

/** How a state reads, and its colour. The end of a login is told before it comes. */
export function describeState(
  login: Pick<TokenStatus, 'state' | 'usable' | 'expiresAt' | 'endsSoon' | 'loginEndsAt'>,
  paint: Paint,
  now: number,
): Cell {
  const { state, usable, endsSoon, loginEndsAt } = login
  if (endsSoon && loginEndsAt !== null)
    return { text: `login ends in ${duration((Date.parse(loginEndsAt) - now) / 1000)}`, paint: paint.yellow }
  if (awaitsFirstUse(login)) return { text: 'ready, token at first use', paint: paint.green }
  if (state === 'expired' && usable) return { text: 'expired, renewed at next use', paint: paint.green }
  const [text, color] = states[state]
  return { text, paint: paint[color] }
}

/** There is a login, and nobody has asked for a token yet. It takes a status as well as a snapshot. */
export function awaitsFirstUse({
  state,
  usable,
  expiresAt,
}: {
  readonly state: TokenState
  readonly usable: boolean
  readonly expiresAt?: number | string | null
}): boolean {
  return state === 'expired' && usable && (expiresAt ?? null) === null
}

/** True when nothing but a person can make this login usable. */
export function needsLogin({
  state,
  usable,
  hasRefreshToken,
}: Pick<TokenStatus, 'state' | 'usable' | 'hasRefreshToken'>): boolean {
  return state === 'absent' || state === 'needs-login' || (state === 'expired' && !usable && !hasRefreshToken)
}

/** The credential is there and cannot be read; `lastError` says why. */
export function isUnreadable({ kind, state }: Pick<TokenStatus, 'kind' | 'state'>): boolean {
  return kind === null && state !== 'absent'
}

/** The command that signs in to this account. */
export function loginCommand({ provider, account }: Pick<TokenStatus, 'provider' | 'account'>): string {
  return `ccproxy auth login ${provider}${account === 'default' ? '' : ` --account ${account}`}`
}
