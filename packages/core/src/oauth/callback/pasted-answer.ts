// A person may paste the address that the browser ended at, `code#state`, or the code alone.
import { withoutControlCharacters } from '../wire/server-text.js'
import { type CallbackExpectation, type CallbackVerdict, judgeCallback } from './judge-callback.js'

export type PasteVerdict =
  | Exclude<CallbackVerdict, { readonly kind: 'ignored' }>
  | {
      readonly kind: 'ignored'
      readonly reason: 'empty' | 'state' | 'unreadable'
      /** What to paste instead. */
      readonly message: string
      /** The text is the beginning of an address: the next line may be the rest of it. */
      readonly isIncomplete?: boolean
    }

export interface PasteRules extends CallbackExpectation {
  readonly redirectUri: string
  /** A code alone proves nothing about this attempt unless a verifier does. */
  readonly pkce: boolean
}

const otherAttempt = 'That is the answer of another sign-in attempt. Open the address above and paste where it ends.'
const cutOff = 'That address ends too early. Paste the rest of it, or the whole address.'
const whole = 'Paste the whole address that the browser ended at.'

/** Signs that quote an address in a chat, a mail or a shell. */
const quotes = /^["'`<([{\u201c\u2018\u00ab]+|["'`>)\]}\u201d\u2019\u00bb]+$/g

/** A browser shows the address of this machine without its scheme. */
const bareAddress = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\//i

/**
 * @param paste one line, or several lines of an address that a terminal or a mail has wrapped
 * @returns the verdict on the last address or code in it that belongs to this attempt
 */
export function judgePaste(paste: string, rules: PasteRules): PasteVerdict {
  const lines = paste
    .split('\n')
    .map(unquoted)
    .filter((line) => line !== '')
  const verdicts = [...joinedAddresses(lines), ...lines.filter((line) => !isAddress(line) && line.includes('#'))]
    .map((text) => judgeText(text, rules))
    .toReversed()
  const [last] = verdicts
  return verdicts.find(({ kind }) => kind !== 'ignored') ?? last ?? { kind: 'ignored', reason: 'empty', message: '' }
}

function unquoted(line: string): string {
  return withoutControlCharacters(line).replace(quotes, '').trim()
}

function isAddress(text: string): boolean {
  return text.includes('://') || bareAddress.test(text) || /(^|[?&])code=/.test(text)
}

/** An address begins at its own line and takes the lines without blanks after it. Other lines stand alone. */
function joinedAddresses(lines: readonly string[]): readonly string[] {
  const texts: string[] = []
  for (const line of lines) {
    const open = texts.at(-1)
    const continues = open !== undefined && isAddress(open) && !/\s/.test(line) && !startsAddress(line)
    if (continues) texts[texts.length - 1] = `${open}${line}`
    else texts.push(line)
  }
  return texts
}

function startsAddress(line: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(line) || bareAddress.test(line)
}

/** A text with `://` or `code=` is an address and never a code: a code would be sent without a look at its state. */
function judgeText(text: string, rules: PasteRules): PasteVerdict {
  return isAddress(text) ? judgeAddress(text, rules) : judgeCode(text, rules)
}

function judgeAddress(text: string, rules: PasteRules): PasteVerdict {
  const address = addressIn(text, rules)
  if (address === undefined) return unreadable('That is not a complete address.')
  const { origin, pathname, searchParams } = address
  const redirect = new URL(rules.redirectUri)
  // Without a state it is the path that belongs to this attempt alone.
  if (rules.state === undefined && (origin !== redirect.origin || pathname !== redirect.pathname)) {
    return { kind: 'ignored', reason: 'state', message: otherAttempt }
  }
  if (rules.codeRequired && !searchParams.has('code') && !searchParams.has('error')) {
    const verdict = unreadable('That address holds no code; it may be the one the sign-in began at.')
    return { ...verdict, isIncomplete: origin === redirect.origin && pathname === redirect.pathname }
  }
  const verdict = explained(judgeCallback(searchParams, rules))
  if (verdict.kind !== 'ignored' || !isCutOff(searchParams, rules)) return verdict
  return { kind: 'ignored', reason: 'state', message: cutOff, isIncomplete: true }
}

/** The address in a text that may have words around it; a query alone belongs to the redirect. */
function addressIn(text: string, { redirectUri }: PasteRules): URL | undefined {
  const plain = text.replaceAll('&amp;', '&')
  const found = /[a-z][a-z0-9+.-]*:\/\/[^\s"'<>`]*/i.exec(plain)?.[0]
  const query = /(?:^|\?)((?:[^\s?]*&)?code=\S*)$/.exec(plain)?.[1]
  const scheme = bareAddress.test(plain) ? `http://${plain}` : undefined
  const address = found ?? scheme ?? (query === undefined ? undefined : `${redirectUri}?${query}`)
  return address !== undefined && URL.canParse(address) ? new URL(address) : undefined
}

/** True when the state is missing, or is the beginning of the right state. */
function isCutOff(parameters: URLSearchParams, { state }: PasteRules): boolean {
  const given = parameters.get('state') ?? ''
  return state !== undefined && given !== state && state.startsWith(given)
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

function unreadable(message: string): PasteVerdict & { readonly kind: 'ignored' } {
  return { kind: 'ignored', reason: 'unreadable', message: `${message} ${whole}` }
}
