import { inspect } from 'node:util'

/** Everything of a value that some printer would show. */
export function printed(value: unknown): string {
  return `${inspect(value, { depth: 8 })}\n${asJson(value)}`
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    // It holds itself; then no printer of JSON shows it either.
    return ''
  }
}
