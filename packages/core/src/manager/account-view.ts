// What a snapshot shows of an account beyond its credential.
import { toCCProxyError } from '../errors/ccproxy-error.js'
import type { TokenError } from '../snapshot/token-state.js'
import { type Account, canRenew, type HeldToken, isLiving } from './account.js'

type Token = Omit<HeldToken, 'snapshot'>

/** A request would find a token, or a refresh that may be tried. */
export function isUsable({ credential, freshness, broken }: Token, entry: Account): boolean {
  if (broken !== undefined) return false
  if (isLiving(freshness)) return true
  return canRenew(credential) && (entry.lastError === undefined || entry.backOff.remainingMs <= 0)
}

/** The one that says most about what to do comes first. */
export function lastErrorOf(token: Token, { unreadable, lastError, noted }: Account): TokenError | undefined {
  return unreadable ?? endOf(token) ?? lastError ?? (isNews(token, noted) ? noted : undefined)
}

/** Why nothing but a sign-in helps. */
function endOf({ credential, broken }: Token): TokenError | undefined {
  const { needsLogin } = credential
  if (needsLogin !== undefined) {
    const { code, reason, hint, at } = needsLogin
    return { code, hint: hint === undefined ? reason : `${reason}. ${hint}`, at }
  }
  if (broken === undefined) return undefined
  const { code, hint } = toCCProxyError(broken)
  return { code, hint, at: credential.obtainedAt }
}

/** An error from before the last refresh is none any more. */
function isNews({ credential }: Token, noted: TokenError | undefined): boolean {
  return noted !== undefined && noted.at >= credential.obtainedAt
}
