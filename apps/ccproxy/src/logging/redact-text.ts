// Takes out of free text what has the shape of a secret. Errs on the side of taking out too much.

export const redacted = '[redacted]'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Words joined by dashes (model names, package names) are long too; a secret has no short lower-case segments throughout. */
function isWordList(text: string): boolean {
  return !/[A-Z]/.test(text) && text.split(/[-_]/).every((segment) => segment.length <= 16)
}

function isRandomLooking(text: string): boolean {
  if (uuid.test(text) || isWordList(text)) return false
  return /\d/.test(text) && /[a-z]/i.test(text)
}

/** After a colon and a blank, a word of letters alone belongs to a sentence: `bad_verification_code: The code …`. */
const prose = /^(?!.*(?:password|secret))[^"'=]*:\s+[A-Za-z]{1,15}$/is

const named =
  /((?:access_token|refresh_token|id_token|token|client_secret|code_verifier|code|state|api_key|apikey|password|assertion|device_code)["']?\s*[=:]\s*["']?)(?!CCPROXY_|E[A-Z]{3,}|ERR_|UND_ERR_)[^\s"'&,;}\]]+/gi

const shapes: readonly (readonly [RegExp, string | ((match: string) => string)])[] = [
  // The query of a URL carries codes and state; none of it belongs into a log.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, `$1?${redacted}`],
  // User name and password of a URL.
  // Hints show the placeholder `user:password`.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)(?!user:password@)[^\s"'<>/@]+@/gi, `$1${redacted}@`],
  [/\b(Bearer|Basic|DPoP)\s+(?!\[redacted)[^\s"',;]+/gi, `$1 ${redacted}`],
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, redacted],
  [/\b(?:sk|rk|pk|ccp|hf|gh[a-z]|glpat|xox[a-z])[-_][\w-]{6,}/g, redacted],
  [/\b(?:AIza[\w-]{10,}|ya29\.[\w-]+|1\/\/[\w-]{10,})/g, redacted],
  [/[\w-]{32,}={0,2}/g, (match) => (isRandomLooking(match) ? redacted : match)],
]

/** @returns the text without anything that looks like a key, a token, a code or a query string */
export function redactText(text: string): string {
  let result = text.replace(named, (match: string, name: string) => (prose.test(match) ? match : `${name}${redacted}`))
  for (const [shape, replacement] of shapes) {
    result = typeof replacement === 'string' ? result.replace(shape, replacement) : result.replace(shape, replacement)
  }
  return result
}
