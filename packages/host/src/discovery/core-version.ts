import { createRequire } from 'node:module'
import * as v from 'valibot'

/** The version of @ccproxy/core that this host runs with. */
export function coreVersion(): string {
  const file: unknown = createRequire(import.meta.url)('@ccproxy/core/package.json')
  return v.parse(v.object({ version: v.string() }), file).version
}
