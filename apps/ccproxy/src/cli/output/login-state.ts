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
  { state, endsSoon, loginEndsAt }: Pick<TokenStatus, 'state' | 'endsSoon' | 'loginEndsAt'>,
  paint: Paint,
  now: number,
): Cell {
  if (endsSoon && loginEndsAt !== null)
    return { text: `login ends in ${duration((Date.parse(loginEndsAt) - now) / 1000)}`, paint: paint.yellow }
  const [text, color] = states[state]
  return { text, paint: paint[color] }
}

/** True when nothing but a person can make this login usable. */
export function needsLogin({ state, hasRefreshToken }: Pick<TokenStatus, 'state' | 'hasRefreshToken'>): boolean {
  return state === 'absent' || state === 'needs-login' || (state === 'expired' && !hasRefreshToken)
}

/** The credential is there and cannot be read; `lastError` says why. */
export function isUnreadable({ kind, state }: Pick<TokenStatus, 'kind' | 'state'>): boolean {
  return kind === null && state !== 'absent'
}

/** The command that signs in to this account. */
export function loginCommand({ provider, account }: Pick<TokenStatus, 'provider' | 'account'>): string {
  return `ccproxy auth login ${provider}${account === 'default' ? '' : ` --account ${account}`}`
}
