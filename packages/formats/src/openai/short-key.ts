import { createHash } from 'node:crypto'

const maxCharacters = 64

/** Keys and user ids are limited to 64 characters: longer ones become their hash, the same each time. */
export function shortKey(key: string): string {
  return key.length <= maxCharacters ? key : createHash('sha256').update(key).digest('hex')
}
