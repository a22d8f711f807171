import { readFileSync } from 'node:fs'

/** The version in our package.json, which is one folder up from the sources and from what is built of them. */
export function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const version: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'version') : undefined
  return typeof version === 'string' ? version : 'unknown'
}
