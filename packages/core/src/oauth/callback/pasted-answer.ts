// What a person may paste: the address that the browser ended at, `code#state`, or the code alone.
import { type CallbackExpectation, type CallbackVerdict, judgeCallback } from './judge-callback.js'

export type PasteVerdict =
  | Exclude<CallbackVerdict, { readonly kind: 'ignored' }>
  /** `message` says what to paste instead. */
  | { readonly kind: 'ignored'; readonly reason: 'empty' | 'state' | 'unreadable'; readonly message: string }

export interface PasteRules extends CallbackExpectation {
  readonly redirectUri: string
  /** A code alone proves nothing about this attempt unless a verifier does. */
  readonly pkce: boolean
}

const otherAttempt = 'That is the answer of another sign-in attempt. Open the address above and paste where it ends.'
const whole = 'Paste the whole address that the browser ended at.'

export function judgePaste(line: string, rules: PasteRules): PasteVerdict {
  const text = line.trim()
  if (text === '') return { kind: 'ignored', reason: 'empty', message: '' }
  if (/^https?:\/\//i.test(text)) return judgeAddress(text, rules)
  return judgeCode(text, rules)
}

function judgeAddress(text: string, rules: PasteRules): PasteVerdict {
  if (!URL.canParse(text)) return unreadable('That is not a complete address.')
  const { origin, pathname, searchParams } = new URL(text)
  const redirect = new URL(rules.redirectUri)
  // Without a state it is the path that belongs to this attempt alone.
  if (rules.state === undefined && (origin !== redirect.origin || pathname !== redirect.pathname)) {
    return { kind: 'ignored', reason: 'state', message: otherAttempt }
  }
  if (rules.codeRequired && !searchParams.has('code') && !searchParams.has('error')) {
    return unreadable('That address holds no code; it may be the one the sign-in began at.')
  }
  return explained(judgeCallback(searchParams, rules))
}

function judgeCode(text: string, rules: PasteRules): PasteVerdict {
  const [code = '', state = '', ...rest] = text.split('#')
  if (/\s/.test(text) || code === '' || rest.length > 0) return unreadable('That is neither an address nor a code.')
  // Only the whole address names its issuer.
  if (rules.issuerRequired) return unreadable('A code alone does not say which server sent it.')
  if (state === '') {
    if (!rules.pkce) return unreadable('A code alone is not accepted for this sign-in.')
    return { kind: 'accepted', parameters: new URLSearchParams({ code }) }
  }
  return explained(judgeCallback(new URLSearchParams({ code, state }), rules))
}

function explained(verdict: CallbackVerdict): PasteVerdict {
  if (verdict.kind !== 'ignored') return verdict
  if (verdict.reason === 'state') return { kind: 'ignored', reason: 'state', message: otherAttempt }
  return unreadable('That address cannot be read.')
}

function unreadable(message: string): PasteVerdict {
  return { kind: 'ignored', reason: 'unreadable', message: `${message} ${whole}` }
}
