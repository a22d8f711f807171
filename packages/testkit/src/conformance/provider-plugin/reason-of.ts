import { isCCProxyError } from '@ccproxy/core'

/** A thrown value in words, with its code where it has one. */
export function reasonOf(error: unknown): string {
  if (isCCProxyError(error)) return `${error.code}: ${error.message}`
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
