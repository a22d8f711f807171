import { readFileSync } from 'node:fs'

/** All packages of CCProxy have one version: this one. */
export function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const manifest: unknown = JSON.parse(text)
  const version = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined
  return String(version)
}
