import { randomUUID } from 'node:crypto'

/** For a call that came without an id: unique, 24 characters after the prefix. */
export function newToolId(prefix: string): string {
  return `${prefix}${randomUUID().replaceAll('-', '').slice(0, 24)}`
}
