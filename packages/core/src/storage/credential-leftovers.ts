// Which files beside a credential are its own: temporary files of writes, and what was set aside because nobody could
// read it. An account's name may hold dots, so only exactly what we write counts.
import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'

const stamp = /^\.corrupt-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/
const temporary = /^[0-9a-f]+\.tmp$/

/** @param path the credential */
export function quarantinePath(path: string, now: number): string {
  return `${path}.corrupt-${new Date(now).toISOString().replaceAll(':', '-')}`
}

export function isQuarantineOf(path: string, name: string): boolean {
  const credential = basename(path)
  return name.startsWith(credential) && stamp.test(name.slice(credential.length))
}

export function temporaryName(path: string): string {
  return `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`
}

export function isTemporaryOf(path: string, name: string): boolean {
  const prefix = `.${basename(path)}.`
  return name.startsWith(prefix) && temporary.test(name.slice(prefix.length))
}
