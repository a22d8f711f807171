import { stripVTControlCharacters } from 'node:util'

// C0, DEL, C1, and what moves text about without being seen: line separators, bidirectional controls, zero-width marks.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g

/**
 * Text from elsewhere (a server, a file, a plugin) as one harmless line: it can neither steer the terminal nor forge a
 * second line of a log.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(unprintable, ' ').trim()
}
