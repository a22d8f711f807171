// Words of an authorization server, made safe to show.

const lengthLimit = 200
// Control characters and invisible formatting (ANSI escapes begin with one, bidi overrides are the other).
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/** For what a person has to read and type. */
export function withoutControlCharacters(text: string): string {
  return text.replace(unprintable, '').trim()
}

/** @returns the text, short and printable; undefined when it is empty or repeats a secret of the request */
export function showable(text: unknown, secrets: readonly string[]): string | undefined {
  if (typeof text !== 'string') return undefined
  const clean = withoutControlCharacters(text)
  const holdsSecret = secrets.some(
    (secret) =>
      secret !== '' && [text, clean].some((form) => form.includes(secret) || form.includes(encodeURIComponent(secret))),
  )
  if (clean === '' || holdsSecret) return undefined
  return clean.length > lengthLimit ? `${clean.slice(0, lengthLimit)}…` : clean
}
