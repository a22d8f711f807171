// The one reader of keys: from the environment, a settings file, standard input, a question or a token answer.

/** Blanks, line breaks, a byte order mark and characters without width, as copying and files add them. */
const around = /^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/g

export type ReadKey = { readonly key: string } | { readonly problem: string }

/**
 * Takes off what does not belong to a key: white space around it, one pair of quotes, `Bearer`.
 * @returns the key, or why it cannot be one, to stand after its name; the problem never repeats the key
 */
export function readKey(text: string): ReadKey {
  const trimmed = text.replaceAll(around, '')
  const unquoted = /^(["'])(.*)\1$/s.exec(trimmed)?.[2]?.replaceAll(around, '') ?? trimmed
  const key = unquoted.replace(/^Bearer\s+/i, '')
  if (key === '' || /^Bearer$/i.test(key)) return { problem: 'is empty' }
  if (/\s/.test(key)) return { problem: 'holds a blank or a line break' }
  if (!/^[\x21-\x7e]+$/.test(key)) return { problem: 'holds a character that is no letter, digit or sign of ASCII' }
  if (key.startsWith('ccp_')) return { problem: 'is a client key of CCProxy, not a key of a provider' }
  return { key }
}
